"""What an analysis found, as bytes that may be kept: JSON, read back without running anything it says.

Tables, frozen nouns of this package, and plain values come back equal, to the bit: JSON has every digit of a
number. A pickle would be shorter code, but whoever could write to the cache could then run theirs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from importlib import import_module
from typing import Any

import numpy as np
import pandas as pd

PACKAGE = "estate_model."
PLAIN = (str, bool, int, float, type(None))


def to_bytes(value: object) -> bytes:
    """Return a value as bytes; TypeError for one that could not be read back the same."""
    return json.dumps(_packed(value), ensure_ascii=False, separators=(",", ":")).encode()


def from_bytes(content: bytes) -> Any:  # noqa: ANN401 - whatever was kept
    """Return the value that bytes were made from."""
    return _unpacked(json.loads(content))


def _packed(value: Any) -> Any:  # noqa: ANN401, PLR0911 - one return a kind
    """Return a value as JSON's own kinds; all but plain ones as a list that begins with the kind's name."""
    if isinstance(value, np.generic):
        return ["scalar", value.dtype.str, value.item()]
    if isinstance(value, PLAIN):
        return value
    if isinstance(value, tuple):
        return ["tuple", *map(_packed, value)]
    if isinstance(value, Mapping):
        return ["dict", *([_packed(key), _packed(one)] for key, one in value.items())]
    if isinstance(value, pd.Series):
        return ["series", _packed(value.name), _column(value), _index(value.index)]
    if isinstance(value, pd.DataFrame):
        return [
            "table",
            *([str(name), _column(column)] for name, column in value.items()),
            _index(value.index),
        ]
    kind = type(value)
    if is_dataclass(value) and kind.__module__.startswith(PACKAGE):
        parts = [[one.name, _packed(getattr(value, one.name))] for one in fields(value) if one.init]
        return ["noun", f"{kind.__module__}:{kind.__qualname__}", *parts]
    raise TypeError(f"{kind.__name__} cannot be kept")


def _column(column: pd.Series) -> list[Any]:
    return [str(column.dtype), [_packed(one) for one in column.tolist()]]


def _index(index: pd.Index) -> list[Any]:
    if isinstance(index, pd.RangeIndex):
        return ["range", index.start, index.stop, index.step]
    levels = range(index.nlevels)
    return [
        "levels",
        *(
            [name, _column(index.get_level_values(n).to_series())]
            for n, name in zip(levels, index.names, strict=True)
        ),
    ]


def _unpacked(packed: Any) -> Any:  # noqa: ANN401, PLR0911
    if not isinstance(packed, list):
        return packed
    kind, *rest = packed
    if kind == "scalar":
        return np.dtype(rest[0]).type(rest[1])
    if kind == "tuple":
        return tuple(map(_unpacked, rest))
    if kind == "dict":
        return {_unpacked(key): _unpacked(one) for key, one in rest}
    if kind == "series":
        return _series(rest[1], index=_read_index(rest[2]), name=_unpacked(rest[0]))
    if kind == "table":
        *columns, index = rest
        read = _read_index(index)
        return pd.DataFrame({name: _series(column, index=read) for name, column in columns}, index=read)
    return _noun(rest[0])(**{name: _unpacked(one) for name, one in rest[1:]})


def _series(column: list[Any], *, index: pd.Index, name: object = None) -> pd.Series:
    dtype, values = column
    return pd.Series(list(map(_unpacked, values)), index=index, dtype=dtype, name=name)


def _read_index(packed: list[Any]) -> pd.Index:
    kind, *rest = packed
    if kind == "range":
        return pd.RangeIndex(*rest)
    names = [name for name, _ in rest]
    arrays = [pd.Index(list(map(_unpacked, values)), dtype=dtype) for _, (dtype, values) in rest]
    return arrays[0].rename(names[0]) if len(arrays) == 1 else pd.MultiIndex.from_arrays(arrays, names=names)


def _noun(place: str) -> type:
    """Return a frozen noun of this package by its module and name; nothing else is ever made."""
    module, _, name = place.partition(":")
    found = getattr(import_module(module), name, None) if module.startswith(PACKAGE) else None
    if not (isinstance(found, type) and is_dataclass(found)):
        raise ValueError(f"{place} is no noun of this package")
    return found
