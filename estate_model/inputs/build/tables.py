"""A file of a recipe once it is read: rows by code, counts, and tables of another shape."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from estate_model.errors import AreaError, did_you_mean
from estate_model.inputs.build.recipe_counts import Values
from estate_model.inputs.build.recipe_words import FilePart
from estate_model.inputs.store.csv_table import numbers_of
from estate_model.nouns import Booleans, Floats

SHOWN = 5
MOST_SHOWN = 12
ANY, TEXT = "*", "="
# What postcode directories call the day a postcode ended: ONS, and others
ENDS = ("doterm", "terminated", "date of termination", "date_of_termination", "termination_date")


@dataclass(frozen=True, kw_only=True)
class Source:
    """One file of a recipe, read: ``table`` holds texts, its index the lines of the file.

    ``separator`` stood between the fields: where that was no comma, one in a number may be a point.
    """

    name: str
    about: FilePart
    path: Path
    table: pd.DataFrame
    code: str
    separator: str = ","
    notes: tuple[str, ...] = ()

    def at(self, row: int) -> str:
        """Return ``file:line`` of a row, counted from 0."""
        return f"{self.path}:{self.table.index[row]}"

    def at_code(self, code: str) -> str:
        """Return ``file:line`` of the first row with a code."""
        return f"{self.path}:{self.table.index[(self.table[self.code] == code).argmax()]}"

    def numbers(self, column: str) -> Floats:
        """Return a column as numbers of 0 or more; raise AreaError when a cell is none, with its line."""
        return self._checked(self.table, column)

    def _checked(
        self, table: pd.DataFrame, column: str, codes: pd.Index | None = None, *, blanks: bool = False
    ) -> Floats:
        numbers = numbers_of(table[column], self.separator)
        blank = np.asarray(table[column] == "") & blanks
        for row in np.flatnonzero(~(np.isfinite(numbers) & (numbers >= 0)) & ~blank)[:1]:
            at = self.at(row) if codes is None else self.at_code(codes[row])
            of = "" if codes is None else f" of {codes[row]}"
            value = table[column].iloc[row]
            raise AreaError(f"{at}: {column}{of}: '{value}' is not a number of 0 or more")
        return numbers

    def by_code(self, columns: Sequence[str], codes: pd.Index) -> pd.DataFrame:
        """Return ``columns`` for ``codes``, in their order, from the rows with those codes.

        Raise AreaError when a code has no row, or rows that differ.
        """
        table = self.table.loc[:, list(dict.fromkeys([self.code, *columns]))].drop_duplicates()
        table = table[table[self.code].astype(object).isin(codes.astype(object))]  # ten times as fast
        repeated = np.flatnonzero(table[self.code].duplicated())
        if len(repeated):
            row = table.iloc[repeated[0]]
            raise AreaError(
                f"{self.path}:{table.index[repeated[0]]}: {self.code} '{row[self.code]}' appears twice"
            )
        missing = codes.difference(table[self.code])
        if len(missing):
            raise AreaError(
                f"{self.path}: column '{self.code}' lacks {', '.join(missing[:SHOWN])} "
                f"({len(missing):,} of {len(codes):,} are missing); what is none of them, such as a row of "
                "totals, take out of the table that names it"
            )
        return table.set_index(self.code, drop=False).loc[codes, list(dict.fromkeys(columns))]

    def counts(self, columns: Sequence[str], codes: pd.Index, *, blanks: bool = False) -> Floats:
        """Return the sum of ``columns`` for each code; a blank is ``NaN`` where ``blanks`` allows it.

        Raise AreaError when a cell is no number of 0 or more; names the line, column and code.
        """
        table = self.by_code(columns, codes)
        total = np.zeros(len(codes))
        for column in columns:
            total += self._checked(table, column, codes, blanks=blanks)
        return total


def chosen(table: pd.DataFrame, only: Mapping[str, Values]) -> Booleans:
    """Return which rows hold, in each column of ``only``, one of its values; ``*`` is any but a blank."""
    rows = np.ones(len(table), dtype=bool)
    for column, values in only.items():
        inside = table[column] != "" if ANY in values else table[column].isin(values)
        rows &= inside.to_numpy()
    return rows


def tells_end(column: str) -> bool:
    """Return whether a column, by its name, says when a postcode ended."""
    return column.strip().lower() in ENDS


def no_column(name: str, there: Iterable[str]) -> str:
    """Say that a table has no such column, with the nearest that it has, or with those it has."""
    columns = list(there)
    hint = did_you_mean(name, columns)
    more = ", ..." if len(columns) > MOST_SHOWN else ""
    listed = f" (there are: {', '.join(columns[:MOST_SHOWN])}{more})"
    return f"there is no column '{name}'{hint or listed}"


def shaped(source: Source, columns: Mapping[str, Values], rows: pd.DataFrame) -> pd.DataFrame:
    """Return ``rows`` of a source with other columns: of each, the columns and texts it is put together from.

    A part that begins with ``=`` is a text. Several parts are lists with semicolons: every item once, sorted.

    Raise AreaError when the source has no such column.
    """
    made = {}
    for name, parts in columns.items():
        texts = [_part(source, part, rows) for part in parts]
        made[name] = texts[0] if len(texts) == 1 else pd.Series(list(map(_listed, *texts)), rows.index)
    return pd.DataFrame(made, index=rows.index, columns=list(columns), dtype=str)


def _part(source: Source, part: str, rows: pd.DataFrame) -> pd.Series:
    if part.startswith(TEXT):
        return pd.Series(part.removeprefix(TEXT), rows.index)
    if part not in rows.columns:
        raise AreaError(f"{source.path}: {no_column(part, rows.columns)}")
    return rows[part]


def _listed(*lists: str) -> str:
    return ";".join(sorted({item for texts in lists for item in texts.split(";") if item}))
