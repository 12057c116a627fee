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


def floor(name):
    return next(number for number, names in enumerate(FLOORS) if name in names)


ROOMS = sorted({room(path) for path in MODULES})


def modules_of(here):
    """The modules of a room."""
    return [path for path in MODULES if room(path) == here]


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


@pytest.mark.parametrize("here", ROOMS)
def test_arrows_point_down(here):
    faults = []
    for path in modules_of(here):
        for module in imports(path):
            if here == "__init__" or not module.startswith("estate_model."):
                continue
            there = module.split(".")[1]
            if floor(there) < floor(here):
                faults.append(f"{path} imports {module}, which stands above it")
            if here != there and any({here, there} <= apart for apart in NEIGHBOURS_APART):
                faults.append(f"{path}: {here} must not know {there}")
    assert faults == []


@pytest.mark.parametrize("here", [one for one in ROOMS if one != "__init__" and floor(one) >= floor("model")])
def test_from_model_down_nothing_touches_disk_network_or_a_map(here):
    faults = []
    for path in modules_of(here):
        roots = {module.split(".")[0] for module in imports(path)}
        faults += [f"{path} imports {root}" for root in roots & {*NOT_BELOW_THE_ENDS, "osmnx"}]
        for node in nodes(path):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in TOUCHES_DISK:
                    faults.append(f"{path}:{node.lineno} calls {name}")
    assert faults == []


@pytest.mark.parametrize("here", ROOMS)
def test_modules_and_functions_are_small(here):
    faults = []
    for path in modules_of(here):
        most = MOST_LINES_OF_MODEL if path.name == "model.py" else MOST_LINES
        if (lines := path.read_text(encoding="utf-8").count("\n")) > most:
            faults.append(f"{path} has {lines} lines")
        for node in nodes(path):
            if isinstance(node, ast.FunctionDef):
                doc = ast.get_docstring(node, clean=False)
                lines = node.end_lineno - node.lineno + 1 - (doc.count("\n") + 1 if doc else 0)
                if lines > MOST_LINES_OF_FUNCTION:
                    faults.append(f"{path}: {node.name} has {lines} lines")
    assert faults == []


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
