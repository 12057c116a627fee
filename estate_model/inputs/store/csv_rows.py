"""Read a small table of parameters row by row: every fault at once, each as ``file:line: column: words``."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TypeVar

from estate_model.errors import AreaError, did_you_mean, first_faults, shown
from estate_model.inputs.store.csv_table import AS_IS, SEPARATOR, THOUSANDS, read_table
from estate_model.nouns.ranges import Range
from estate_model.scenario.days import FIRST_YEAR, day_written, in_our_time
from estate_model.scenario.own_figures import from_memory

Made = TypeVar("Made")
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
WHOLE = re.compile(r"[+-]?\d{1,9}", re.ASCII)
AGE = Range(0, 120)
MOST_LISTED = 20


class Row:
    """One row as texts; what is asked of a cell and is not so is kept as a fault, and a stand-in returned."""

    def __init__(self, line: int, cells: dict[str, str], separator: str) -> None:
        """Hold the row's line, its cells by column, and what stands between them."""
        self.line, self.cells, self.separator = line, cells, separator
        self.faults: list[str] = []

    def words(self, column: str) -> str:
        """Return a text that may be empty."""
        return self.cells[column]

    def text(self, column: str) -> str:
        """Return a text that says something."""
        return self.cells[column] or self._fault(column, "is empty", "?")

    def one_of(self, column: str, allowed: Collection[str]) -> str:
        """Return one of the words allowed."""
        word = self.cells[column]
        if word in allowed:
            return word
        hint = did_you_mean(word, allowed)
        listed = f" (allowed: {', '.join(allowed)})" if len(allowed) <= MOST_LISTED else ""
        return self._fault(column, f"'{shown(word)}' is not known{hint}{listed}", next(iter(allowed), ""))

    def number(self, column: str, inside: Range) -> float:
        """Return a number that lies inside a range."""
        text = self.cells[column].strip()
        plain = text.replace(",", "") if self.separator == "," and re.match(THOUSANDS, text) else text
        if NUMBER.fullmatch(plain) and float(plain) in inside:
            return float(plain)
        self._fault(column, f"must be {inside}, not '{shown(text)}'", "")
        return inside.low

    def whole(self, column: str, inside: Range) -> int:
        """Return a whole number that lies inside a range."""
        text = self.cells[column].strip()
        if WHOLE.fullmatch(text) and int(text) in inside:
            return int(text)
        self._fault(
            column, f"must be {str(inside).replace('a number', 'a whole number')}, not '{shown(text)}'", ""
        )
        return int(inside.low)

    def day(self, column: str) -> dt.date:
        """Return a day."""
        try:
            return in_our_time(day_written(self.cells[column]))
        except ValueError as error:
            self._fault(column, str(error), "")
            return dt.date(FIRST_YEAR, 1, 1)

    def proof(self, column: str = "confidence") -> str:
        """Return how sure a figure is; one from memory is a fault: it feeds no number."""
        word = self.text(column)
        return self._fault(column, from_memory(word), word) if from_memory(word) else word

    def blank(self, column: str) -> bool:
        """Whether a cell is empty."""
        return not self.cells[column].strip()

    def _fault(self, column: str, words: str, stand_in: str) -> str:
        self.faults.append(f"{column}: {words}")
        return stand_in


def read_rows(
    path: Path,
    columns: tuple[str, ...],
    make: Callable[[Row], Made],
    *,
    key: tuple[str, ...] = (),
    own: Mapping[str, str] = AS_IS,
) -> tuple[Made, ...]:
    """Return what ``make`` makes of each row of a CSV; ``own`` as for ``read_table``.

    Raise AreaError when the table cannot be read or lacks one of ``columns``; or with every fault of every
    row, and every row whose ``key`` stands in an earlier one, in whatever case.
    """
    table = read_table(path, columns, own=own)
    made: list[Made] = []
    faults: list[str] = []
    lines: dict[tuple[str, ...], tuple[int, tuple[str, ...]]] = {}
    for line, cells in zip(table.index, table.to_dict("records"), strict=True):
        row = Row(int(line), cells, table.attrs.get(SEPARATOR, ","))
        try:
            made.append(make(row))
        except ValueError as error:
            row.faults = row.faults or [str(error)]
        named = tuple(cells[column] for column in key)
        first, earlier = lines.setdefault(tuple(map(str.casefold, named)), (line, named))
        if key and first != line:
            words = " and ".join(f"{name} '{shown(cells[name])}'" for name in key)
            again = "appears twice (first" if named == earlier else "differs in case alone from one (that"
            row.faults.append(f"{words} {again} in line {first})")
        faults += [f"{path}:{line}: {fault}" for fault in row.faults]
    if faults:
        raise AreaError("\n".join(first_faults(faults)))
    return tuple(made)
