"""The arrows of the house, and its sizes, held by machine."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "estate_model"
MODULES = sorted(PACKAGE.rglob("*.py"))
SCRIPTS = sorted(path for path in PACKAGE.rglob("*.js") if path.name != "leaflet.js")  # not ours

# From top to bottom; a module may import from its own floor's line only where it says so below.
FLOORS = [
    {"__main__"},
    {"cli"},
    {"commands"},
    {"batch"},
    {"api"},
    {"inputs", "outputs"},
    {"model"},
    {"analysis"},
    {"results"},
    {"scenario", "access"},
    {"people", "optimise", "travel"},
    {"opening"},
    {"nouns"},
    {"invisible", "units", "errors"},
]
NEIGHBOURS_APART = [{"inputs", "outputs"}, {"scenario", "access"}, {"people", "optimise", "travel"}]
NOT_BELOW_THE_ENDS = {
    "folium",
    "branca",
    "yaml",
    "requests",
    "urllib",
    "socket",
    "subprocess",
    "playwright",
    "click",
}
TOUCHES_DISK = {
    "open",
    "read_csv",
    "to_csv",
    "read_file",
    "to_file",
    "write_text",
    "write_bytes",
    "read_text",
    "read_bytes",
}
MOST_LINES, MOST_LINES_OF_MODEL, MOST_LINES_OF_FUNCTION = 250, 80, 40


def room(path):
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[0]


@cache
def nodes(path):
    """Every node of a module, read once for all that is asked of it."""
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def imports(path):
    for node in nodes(path):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def floor(name):
    return next(number for number, names in enumerate(FLOORS) if name in names)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_arrows_point_down(path):
    here = room(path)
    if here == "__init__":
        return
    for module in imports(path):
        if not module.startswith("estate_model."):
            continue
        there = module.split(".")[1]
        assert floor(there) >= floor(here), f"{path.name} imports {module}, which stands above it"
        for apart in NEIGHBOURS_APART:
            assert not ({here, there} <= apart and here != there), f"{here} must not know {there}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_from_model_down_nothing_touches_disk_network_or_a_map(path):
    here = room(path)
    if here == "__init__" or floor(here) < floor("model"):
        return
    for module in imports(path):
        assert module.split(".")[0] not in NOT_BELOW_THE_ENDS, f"{path.name} imports {module}"
        assert module.split(".")[0] != "osmnx", f"{path.name} imports {module}"
    for node in nodes(path):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            assert name not in TOUCHES_DISK, f"{path.name}:{node.lineno} calls {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_modules_and_functions_are_small(path):
    text = path.read_text(encoding="utf-8")
    most = MOST_LINES_OF_MODEL if path.name == "model.py" else MOST_LINES
    assert text.count("\n") <= most
    for node in nodes(path):
        if isinstance(node, ast.FunctionDef):
            doc = ast.get_docstring(node, clean=False)
            lines = node.end_lineno - node.lineno + 1 - (doc.count("\n") + 1 if doc else 0)
            assert lines <= MOST_LINES_OF_FUNCTION, f"{path.name}: {node.name} has {lines} lines"


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_are_small_and_of_today(path):
    """No ``var``, and nothing of Leaflet's that begins with an underscore: that is private."""
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= MOST_LINES
    assert re.findall(r"\bvar\s+\w+|\._\w+", text) == []


def test_only_save_writes_results():
    writers = {"write_text", "write_bytes", "to_file", "mkdir"}
    for path in (PACKAGE / "outputs").rglob("*.py"):
        if path.name in {"save.py", "graph.py"}:
            continue
        for node in nodes(path):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in writers:
                raise AssertionError(f"{path.name}:{node.lineno} writes by itself")


def test_the_page_on_the_architecture_names_every_room_on_its_floor():
    """``docs/architecture.md``: one row a room, in the order of the floors, one sentence each."""
    page = (PACKAGE.parent / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \| `(\w+)` \| (.+) \|$", page, flags=re.MULTILINE)
    drawn = {name: int(number) for number, name, _ in rows}
    held = {name: number for number, names in enumerate(FLOORS) for name in names if name != "__main__"}
    assert drawn == held
    standing = {room(path) for path in MODULES} - {"__init__", "__main__"}
    assert set(held) == standing
    assert all(sentence.endswith(".") for _, _, sentence in rows)
