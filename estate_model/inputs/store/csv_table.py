"""Read a table of an area folder as text, and check its columns, numbers and ids."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd

from estate_model.errors import AreaError, did_you_mean, shown
from estate_model.inputs.store.plain_file import read_unpacked
from estate_model.inputs.store.unseen import seen_table
from estate_model.nouns import Floats

ALL_TEXT: Mapping[str, str] = MappingProxyType({})


def read_table(path: Path, columns: tuple[str, ...], *, kinds: Mapping[str, str] = ALL_TEXT) -> pd.DataFrame:
    """Return a CSV table, every cell a text, by line; raise AreaError when it lacks one of ``columns``.

    ``kinds`` says which columns of a long table are read as numbers or categories, three times as fast; where
    a cell is no number, all of them stay texts, which ``column_numbers`` refuses with the line.
    """
    try:
        table = _typed(path, kinds)
    except (OSError, ValueError, EOFError) as error:
        what = getattr(error, "strerror", None) or error
        raise AreaError(f"{path}: cannot be read as a table: {what}") from error
    if not isinstance(table.index, pd.RangeIndex):
        raise AreaError(f"{path}: rows have more fields than the header; put quotes around a text with commas")
    table = seen_table(table, path, first_line=2)
    table.index = pd.RangeIndex(2, len(table) + 2)
    for column in columns:
        if column not in table.columns:
            hint = did_you_mean(column, table.columns)
            raise AreaError(f"{path}:1: column '{column}' is missing{hint} (needed: {', '.join(columns)})")
    return table


def _typed(path: Path, kinds: Mapping[str, str]) -> pd.DataFrame:
    """Return the table with columns of those kinds, the others texts; all texts where one does not fit."""
    content = read_unpacked(path)
    if kinds:
        try:
            table = pd.read_csv(
                io.BytesIO(content), dtype=defaultdict(lambda: "str", kinds), keep_default_na=False
            )
            if np.isfinite(table.select_dtypes("float")).all(axis=None):
                return table
        except ValueError:
            pass  # a cell is no number, or the file is no table: said by who reads it as text
    return pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False)


def column_numbers(table: pd.DataFrame, column: str, path: Path, *, blanks: bool = False) -> Floats:
    """Return a column as numbers, an empty cell being ``NaN`` where ``blanks`` says it may be empty.

    Raises
    ------
    AreaError
        When a cell is not a finite number; names the file and the line.

    """
    if pd.api.types.is_float_dtype(table[column]):
        return np.asarray(table[column], dtype=np.float64)
    numbers = np.asarray(pd.to_numeric(table[column], errors="coerce"), dtype=np.float64)
    allowed = np.asarray(table[column] == "") & blanks
    wrong = np.flatnonzero(~np.isfinite(numbers) & ~allowed)
    if len(wrong):
        value = shown(table[column].iloc[wrong[0]])
        raise AreaError(f"{path}:{table.index[wrong[0]]}: {column}: '{value}' is not a number")
    return numbers


def check_unique(table: pd.DataFrame, column: str, path: Path) -> None:
    """Raise AreaError with file and line when a value of a column appears twice."""
    if not table[column].is_unique:
        repeated = np.flatnonzero(table[column].duplicated())
        value = shown(table[column].iloc[repeated[0]])
        raise AreaError(f"{path}:{table.index[repeated[0]]}: {column} '{value}' appears twice")
