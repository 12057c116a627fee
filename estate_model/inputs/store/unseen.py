"""Refuse text with invisible characters as it is read, each with file, line and column.

In prose, such as a title or a ward's name, any kind of blank is read as a plain one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from estate_model.errors import AreaError
from estate_model.invisible import Unseen, invisible, is_prose, plain_blanks

TOML_KEY = re.compile(r"""^\s*["']?([\w.-]+)["']?\s*=""")
LONG_QUOTES = ('"""', "'''")
MARK_OF_ORDER = "\ufeff"
MOST_FAULTS = 20


def lines_of(path: Path, unseen: Iterable[Unseen]) -> list[str]:
    """Return a line for each invisible character of a file."""
    return [f"{path}:{one.line}:{one.column}: {one}" for one in unseen]


def seen_toml(text: str, path: Path) -> str:
    """Return TOML with plain blanks; raise AreaError for what is invisible outside comments and prose."""
    plain = text.removeprefix(MARK_OF_ORDER)
    faults = [
        unseen for unseen in invisible(plain) if not (unseen.is_blank and _is_toml_prose(plain, unseen))
    ]
    if faults:
        raise AreaError("\n".join(lines_of(path, faults)))
    return plain_blanks(plain)


def _is_toml_prose(text: str, unseen: Unseen) -> bool:
    """Whether a character stands in a comment, or in the value of a key that people read."""
    end = unseen.index
    start = text.rfind("\n", 0, end) + 1
    if text[start:end].lstrip().startswith("#"):
        return True
    if not _is_quoted(text[start:end]) and not any(text.count(mark, 0, end) % 2 for mark in LONG_QUOTES):
        return False
    while not (found := TOML_KEY.match(text[start:end])):
        if not start:
            return False
        end, start = start - 1, text.rfind("\n", 0, start - 1) + 1
    return is_prose(found[1])


def _is_quoted(line: str) -> bool:
    """Whether a quote is open at the end of the beginning of a line.

    >>> _is_quoted("note = 'a"), _is_quoted("id"), _is_quoted("a = 'x'")
    (True, False, False)
    """
    return bool(line.count('"') % 2 or ('"' not in line and line.count("'") % 2))


def seen_table(table: pd.DataFrame, path: Path) -> pd.DataFrame:
    """Return a table with plain blanks in header and prose; a row's line is its index.

    Raise AreaError when another cell holds an invisible character; names file, line and column.
    """
    hidden = [name for name in table.columns if not _can_be_seen(table[name])]
    if not hidden and " ".join(map(str, table.columns)).isprintable():
        return table
    cells = {name: table[name].astype(str) for name in hidden}
    faults = [
        f"{path}:1: column {number}: {one}"
        for number, name in enumerate(table.columns, start=1)
        for one in invisible(str(name))
        if not one.is_blank
    ]
    faults += [
        f"{path}:{line}: {name}: at character {one.column} of '{plain_blanks(cell)}' {one}"
        for name, column in cells.items()
        for line, cell in column.items()
        for one in invisible(cell)
        if not (one.is_blank and is_prose(str(name)))
    ]
    if faults:
        raise AreaError("\n".join(faults[:MOST_FAULTS]))
    plain = {name: column.map(plain_blanks) for name, column in cells.items()}
    return table.assign(**plain).rename(columns=lambda name: plain_blanks(str(name)))


def _can_be_seen(column: pd.Series) -> bool:
    """Whether every character of a column can be printed: quick, and true of nearly all."""
    if pd.api.types.is_numeric_dtype(column):
        return True
    texts = column.cat.categories if isinstance(column.dtype, pd.CategoricalDtype) else column
    # pandas walks its own arrays of texts four times as slowly
    return " ".join(map(str, np.asarray(texts, dtype=object))).isprintable()
