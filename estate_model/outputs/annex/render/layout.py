"""How wide a table's columns are, the same in every format."""

from __future__ import annotations

from math import ceil

from estate_model.outputs.annex.content import Table

LETTERS_A_LINE, PADDING, LONGEST_WORD, HEAD_LINES = 112, 2, 30, 3


def widths(table: Table) -> tuple[float, ...]:
    """Return each column's part of the text's width; together at most 1, less where the table is narrow.

    Every column has room for its longest word; what is left is shared by how long the cells are.
    """
    least = [_longest_word(table, place) + PADDING for place in range(len(table.columns))]
    wanted = [max(_longest_cell(table, place) + PADDING - few, 0) for place, few in enumerate(least)]
    spare = max(LETTERS_A_LINE - sum(least), 0)
    total = sum(wanted)
    share = min(spare / total, 1.0) if total else 0.0
    letters = [few + more * share for few, more in zip(least, wanted, strict=True)]
    whole = max(sum(letters), LETTERS_A_LINE)
    return tuple(letter / whole for letter in letters)


def _longest_word(table: Table, place: int) -> int:
    cells = [table.columns[place], *(row[place].words for row in table.rows)]
    return min(max((len(word) for cell in cells for word in cell.split()), default=1), LONGEST_WORD)


def _longest_cell(table: Table, place: int) -> int:
    """Return the letters of a column's longest cell, or of its head where that is on a few lines."""
    return max(
        ceil(len(table.columns[place]) / HEAD_LINES), *(len(row[place].words) for row in table.rows), 0
    )
