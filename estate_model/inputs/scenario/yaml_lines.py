"""Read YAML as text only, and remember where each value stands.

Every scalar is a string (an empty one is None), so ``10:00``, ``no`` and ``00123`` stay what was
written; pydantic gives them their types. Aliases, repeated keys, tags and very deep or very large
files are refused.
"""

from __future__ import annotations

import errno
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from estate_model.errors import ScenarioError, shown
from estate_model.inputs.store.plain_file import read_plain
from estate_model.inputs.store.plain_words import yaml_advice
from estate_model.inputs.store.unseen import lines_of
from estate_model.invisible import invisible, is_prose, plain_blanks

MAX_BYTES = 1_000_000
MAX_DEPTH = 30
LARGE_BYTES = 50_000  # from here on the parser written in C: a megabyte takes PyYAML's own eight seconds
OPENS, CLOSES = (
    (yaml.MappingStartEvent, yaml.SequenceStartEvent),
    (yaml.MappingEndEvent, yaml.SequenceEndEvent),
)
PLAIN_TAGS = {
    f"tag:yaml.org,2002:{kind}" for kind in ("map", "seq", "str", "int", "float", "bool", "null", "timestamp")
}

KeyPath = tuple[str | int, ...]
Place = tuple[int, int]
"""A line and a column, both from 1."""


@dataclass
class Located:
    """A document's plain data, the place of each path, and the faults met while reading it."""

    data: Any = None
    places: dict[KeyPath, Place] = field(default_factory=dict)
    faults: list[tuple[Place, str]] = field(default_factory=list)


def read_located(path: Path, content: bytes | None = None) -> Located:
    """Read one YAML file; raise ScenarioError with file, line and column when it is not plain YAML.

    ``content`` is what it holds, where that was read elsewhere.
    """
    text = _text_of(path, read_bytes(path) if content is None else content)
    fast = len(text) > LARGE_BYTES
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader) if fast else yaml.SafeLoader
    if hidden := lines_of(path, (one for one in invisible(text) if not one.is_blank)):
        raise ScenarioError(hidden)
    try:
        _refuse_aliases_and_depth(text, path, loader)
        node = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        if hidden := lines_of(path, invisible(text)):
            raise ScenarioError(hidden) from error
        mark = error.problem_mark
        where = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else str(path)
        raise ScenarioError([f"{where}: not valid YAML: {yaml_advice(str(error.problem))}"]) from error
    except yaml.YAMLError as error:
        raise ScenarioError([f"{path}: not valid YAML: {error}"]) from error
    except RecursionError as error:
        raise ScenarioError([f"{path}: nested more than {MAX_DEPTH} deep"]) from error
    located = Located()
    if node is None:
        raise ScenarioError([f"{path}: the file is empty"])
    if hidden := lines_of(path, (one for one in invisible(text) if _is_inside(one.index, node))):
        raise ScenarioError(hidden)
    located.data = _plain(node, (), located)
    return located


def read_bytes(path: Path) -> bytes:
    """Return what a scenario file holds; raise ScenarioError when it cannot be read or is too large."""
    try:
        return read_plain(path, MAX_BYTES)
    except OSError as error:
        most = f"; a scenario file holds at most {MAX_BYTES:,}" if error.errno == errno.EFBIG else ""
        raise ScenarioError([f"{path}: cannot be read: {error.strerror}{most}"]) from error


def _text_of(path: Path, raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        words = "not UTF-8 text; save the file as UTF-8 in your editor"
        raise ScenarioError([f"{path}:{line}: {words}"]) from error


def _is_inside(index: int, node: yaml.Node, *, prose: bool = False) -> bool:
    """Whether a character of the file stands in a key, or in a value that is not prose."""
    if not node.start_mark.index <= index < node.end_mark.index:
        return False
    if isinstance(node, yaml.MappingNode):
        return any(
            _is_inside(index, key) or _is_inside(index, value, prose=is_prose(str(key.value)))
            for key, value in node.value
        )
    if isinstance(node, yaml.SequenceNode):
        return any(_is_inside(index, child, prose=prose) for child in node.value)
    return not prose


def _refuse_aliases_and_depth(text: str, path: Path, loader: type[yaml.SafeLoader]) -> None:
    """Raise ScenarioError for what would grow or go deep when it is put together."""
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        depth += isinstance(event, OPENS) - isinstance(event, CLOSES)
        if isinstance(event, yaml.AliasEvent):
            words = f"aliases ('*{shown(event.anchor)}') are not allowed; write it out"
        elif depth > MAX_DEPTH:
            words = f"nested more than {MAX_DEPTH} deep"
        else:
            continue
        mark = event.start_mark
        where = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else str(path)
        raise ScenarioError([f"{where}: {words}"])


def _plain(node: yaml.Node, at: KeyPath, located: Located) -> Any:  # noqa: ANN401
    located.places.setdefault(at, (node.start_mark.line + 1, node.start_mark.column + 1))
    if node.tag not in PLAIN_TAGS:
        located.faults.append((located.places[at], f"tags ('{shown(node.tag)}') are not allowed"))
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, at, located)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, (*at, number), located) for number, child in enumerate(node.value)]
    plain = getattr(node, "style", None) is None
    return None if plain and node.tag == "tag:yaml.org,2002:null" else plain_blanks(str(node.value))


def _mapping(node: yaml.MappingNode, at: KeyPath, located: Located) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key, mark = str(key_node.value), key_node.start_mark
        where = (mark.line + 1, mark.column + 1)
        if key in plain:
            first = located.places[(*at, key)][0]
            located.faults.append((where, f"key '{shown(key)}' appears twice (first at line {first})"))
            continue
        located.places[(*at, key)] = where
        plain[key] = _plain(value_node, (*at, key), located)
    return plain
