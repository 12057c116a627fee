"""How wide columns and how tall rows are in a workbook, and what a cell and a sheet's name may hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import ceil

from estate_model.outputs.annex.content import Table, plain

LONGEST_CELL, LONGEST_NAME = 32_000, 31
PROSE, WIDEST, NARROWEST = 88, 42, 10
LINE, TITLE_LINE, MOST_LINES = 13.5, 21.0, 28
TITLE_LETTER, LETTERS_A_WIDTH = 1.25, 1.2
"""How wide a letter of a title is, and how many letters of text a column holds for each of its width."""
SENTENCE = re.compile(r"(?<=\.) ")
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")


def safe(words: object) -> str:
    """Return text that fits a cell."""
    text = plain(words)
    return text if len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]} …"


def title_of(table: Table) -> str:
    """Return what stands above a table."""
    return safe(f"{table.label}: {table.title}" if table.label else table.title)


def said_of(table: Table) -> list[str]:
    """Return the lines under the title: how many tables there are, and the note, a sentence a line."""
    return ["This sheet has one table.", *(safe(one) for one in SENTENCE.split(table.note) if one)]


def widths_of(table: Table) -> list[int]:
    """Return each column's width in letters: room for its longest word, and for its cells up to a limit.

    The first is wider where the lines above the table would else reach beyond it, and be printed small.
    """
    first, *others = (_width(table, place) for place in range(len(table.columns)))
    above = max(len(title_of(table)) * TITLE_LETTER, *map(len, said_of(table)))
    return [max(first, min(ceil(above) - sum(others), WIDEST)), *others]


def _width(table: Table, place: int) -> int:
    cells = [row[place].words for row in table.rows]
    longest = max((len(words) for words in cells), default=0)
    word = max((len(word) for words in (*cells, table.columns[place]) for word in words.split()), default=0)
    head = ceil(len(table.columns[place]) / 3)
    return min(max(longest, word, head, NARROWEST) + 2, WIDEST)


def lines_of(words: str, width: int) -> int:
    """Return how many lines text takes in a column of a width, a little more rather than less.

    >>> lines_of("one two three four", 8), lines_of("short", 8)
    (3, 1)
    """
    lines = sum(_wrapped(line, max(int(width * LETTERS_A_WIDTH), 1)) for line in words.split("\n"))
    return min(lines, MOST_LINES)


def _wrapped(words: str, width: int) -> int:
    lines, used = 1, 0
    for word in words.split():
        if used and used + 1 + len(word) > width:
            lines, used = lines + 1, 0
        lines += max(ceil(len(word) / width) - 1, 0)
        used += len(word) + (1 if used else 0)
    return lines


def distinct(heads: Sequence[str]) -> list[str]:
    """Return heads, numbered where one stands twice: those of a table must differ.

    >>> distinct(["a", "b", "A"])
    ['a', 'b', 'A (2)']
    """
    seen: dict[str, int] = {}
    found = []
    for head in heads:
        number = seen[head.casefold()] = seen.get(head.casefold(), 0) + 1
        found.append(head if number == 1 else f"{head} ({number})")
    return found


def sheet_names(labels: Sequence[str]) -> dict[str, str]:
    """Return a sheet's name for each label: at most 31 letters, each once.

    >>> sheet_names(["Table 1", "Figure A12 in numbers"])
    {'Table 1': 'Table 1', 'Figure A12 in numbers': 'Figure A12 in numbers'}
    """
    names = distinct([NOT_IN_A_NAME.sub(" ", label)[: LONGEST_NAME - 4] for label in labels])
    return dict(zip(labels, names, strict=True))
