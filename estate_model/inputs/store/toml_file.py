"""Read TOML, and hold it against a model: every fault at once, each as ``file:line: key: what is wrong``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, TypeVar, get_args

from pydantic import BaseModel, BeforeValidator, Field, ValidationError
from pydantic_core import ErrorDetails

from estate_model.errors import AreaError, first_faults, shown
from estate_model.inputs.store.plain_file import read_plain
from estate_model.inputs.store.plain_words import model_advice, toml_advice
from estate_model.inputs.store.texts import encoding_of
from estate_model.inputs.store.unseen import seen_toml

MOST_BYTES = 1_000_000
MOST_LINES_OF_A_VALUE = 300
TABLE, LIST = "must be a table, such as [area]", 'must be a list, such as ["a", "b"] or [[file]] tables'
SHAPES = {"tuple_type": LIST, "list_type": LIST, "dict_type": TABLE, "model_type": TABLE}
KeyPath = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)


def _as_text(value: Any) -> Any:  # noqa: ANN401 - what a file holds before it is checked
    return value.isoformat() if hasattr(value, "isoformat") else value


Text = Annotated[str, BeforeValidator(_as_text), Field(min_length=1)]
"""A text that says something; a date is one."""


def read_toml(path: Path) -> dict[str, object]:
    """Return a TOML document; raise AreaError if the file is missing, is not UTF-8 or is not TOML."""
    return _parsed(read_text(path), path)


def read_model(path: Path, model: type[Model]) -> Model:
    """Return what a TOML file says, as ``model`` has it.

    Raise AreaError as ``read_toml``; or with every unknown, missing or wrong key, and its line.
    """
    text = read_text(path)
    content = _parsed(text, path)
    try:
        return model.model_validate(content)
    except ValidationError as error:
        details = error.errors()
    lines = key_lines(text)
    faults = sorted(
        (
            (_line_of(where, lines), where, detail)
            for detail in details
            for where in [_where(detail, content)]
        ),
        key=lambda fault: fault[0],
    )
    said = first_faults(faults, lambda fault: f"{path}:{fault[0]}: {_explained(fault[1], fault[2], model)}")
    raise AreaError("\n".join(said))


def key_lines(text: str) -> dict[KeyPath, int]:
    r"""Return the line of each key of a TOML document, as far as its values are not very long.

    >>> key_lines('[area]\nname = "x"\n[[file]]\n[[file]]\nrows = 3\n')[("file", 1, "rows")]
    5
    """
    lines: dict[KeyPath, int] = {}
    table: KeyPath = ()
    latest: dict[KeyPath, int] = {}
    for number, begin, statement in _statements(text):
        if begin.startswith("["):
            table = ()
            for name in _keys(statement):
                table = (*table, name, *([latest[*table, name]] if (*table, name) in latest else []))
                lines.setdefault(table, number)
            if begin.startswith("[["):
                place = (
                    table if (fresh := table not in latest and not isinstance(table[-1], int)) else table[:-1]
                )
                latest[place] = 0 if fresh else latest[place] + 1
                table = (*place, latest[place])
                lines[table] = number
        else:
            _put(lines, table, statement, number)
    return lines


def _statements(text: str) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Yield each statement's first line, that line's text, and what TOML makes of the statement alone."""
    rows = text.split("\n")
    number = 0
    while number < len(rows):
        for end in range(number + 1, min(number + MOST_LINES_OF_A_VALUE, len(rows)) + 1):
            try:
                statement = tomllib.loads("\n".join(rows[number:end]))
            except ValueError:
                continue  # the value goes on in the next line
            if statement:
                yield number + 1, rows[number].strip(), statement
            break
        else:
            return
        number = end


def _keys(statement: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of a header such as ``[a.b]``."""
    part: Any = statement
    while part:
        name, part = next(iter(part.items()))
        yield name
        part = part[0] if isinstance(part, list) else part


def _put(lines: dict[KeyPath, int], at: KeyPath, value: object, number: int) -> None:
    lines.setdefault(at, number)
    inside: Any = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, part in inside:
        _put(lines, (*at, key), part, number)


def read_text(path: Path) -> str:
    """Return the text of a TOML file; raise AreaError where it cannot be read."""
    try:
        content = read_plain(path, MOST_BYTES)
        text = content.decode(encoding_of(content[:4], "utf-8")).replace("\r\n", "\n")
    except FileNotFoundError:
        raise AreaError(f"{path}: there is no such file") from None
    except UnicodeDecodeError:
        raise AreaError(f"{path}: cannot be read as TOML: save it as UTF-8 text") from None
    except OSError as error:
        raise AreaError(f"{path}: cannot be read: {error.strerror or error}") from None
    return seen_toml(text, path)


def _parsed(text: str, path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise AreaError(f"{path}: cannot be read as TOML: nested too deep") from None
    except ValueError as error:
        where, words = toml_advice(str(error), text)
        raise AreaError(f"{path}: cannot be read as TOML: {where}: {words}") from None


def _where(detail: ErrorDetails, content: object) -> KeyPath:
    """Return where in the file an error is, without the names pydantic gives to alternatives."""
    where: KeyPath = ()
    at: Any = content
    for part in detail["loc"]:
        inside = part in at if isinstance(at, dict) else isinstance(at, list) and isinstance(part, int)
        if inside:
            at = at[part]
            where = (*where, part)
    return (*where, detail["loc"][-1]) if detail["type"] == "missing" else where


def _line_of(where: KeyPath, lines: Mapping[KeyPath, int]) -> int:
    """Return the line of the deepest part of a path that has one."""
    return next((lines[where[:end]] for end in range(len(where), 0, -1) if where[:end] in lines), 1)


def _explained(where: KeyPath, detail: ErrorDetails, model: type[BaseModel]) -> str:
    """Return one of pydantic's errors as ``key: words``."""
    name = ".".join(shown(part + 1 if isinstance(part, int) else part) for part in where)
    kind = detail["type"]
    if kind in SHAPES:
        words = SHAPES[kind]
    elif kind == "string_pattern_mismatch":
        words = f"'{shown(detail['input'])}' {_shape(detail.get('ctx', {})['pattern'])}"
    else:
        words = model_advice(detail, _keys_at(model, where[:-1]) if kind == "extra_forbidden" else ())
    return f"{name}: {words}" if name else words


def _shape(pattern: str) -> str:
    if "age_" in pattern:
        return "is not a band such as age_65_74 or age_85_plus"
    if "0-9a-f" in pattern:
        return "must be 64 small hexadecimal digits"
    return "must be small letters, digits and underscores"


def _keys_at(model: type[BaseModel], where: Sequence[str | int]) -> list[str]:
    """Return the keys of the part at a path such as ``file.residents`` or ``group.1``."""
    for part in where:
        if part in model.model_fields:
            model = next(models_in(model.model_fields[str(part)].annotation), model)
    return list(model.model_fields)


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401 - any annotation
    """Yield the models that a field's annotation names."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from models_in(inner)
