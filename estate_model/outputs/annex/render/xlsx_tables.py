"""The tables that only a workbook has: the answer's numbers, contents, notes, files by line, and sources."""

from __future__ import annotations

from collections.abc import Sequence

from estate_model.nouns.figure import COUNTERS, MINUTES, PEOPLE, SHARE, Figure
from estate_model.outputs.annex.content import Annex, Cell, Numbers, Table, Verbatim, texts

UNITS = {SHARE: "%", PEOPLE: "people", MINUTES: "minutes"}
EXACT, NO_RANGE, NOT_APPLICABLE = "exact", "no range", "n/a"
LIMITS = "What this does not show"


def answers(annex: Annex) -> list[Table]:
    """Return the numbers of the answer as a table of their own, one number a cell."""
    rows = tuple(
        (
            Cell(what),
            Cell(UNITS.get(after.unit, after.unit)),
            *_ends(before),
            *_ends(after),
        )
        for block in annex.blocks
        if isinstance(block, Numbers)
        for one in block.items
        for what, before, after in one.rows
    )
    columns = (
        "What it counts", "Unit", "Before", "Before, low", "Before, high", "After, or change", "After, low",
        "After, high",
    )  # fmt: skip
    return [Table(title="The answer in numbers", columns=columns, rows=rows, label="Answer")] if rows else []


def _ends(figure: Figure | None) -> tuple[Cell, ...]:
    """Return a figure, its low and its high end."""
    if figure is None:
        return (Cell(NOT_APPLICABLE),) * 3
    low, _, high = figure.range.partition(" to ")
    if not high:
        return (Cell.of(figure), *(Cell(EXACT if figure.unit == COUNTERS else NO_RANGE),) * 2)
    return (Cell.of(figure), *(_end(words) for words in (low, high)))


def _end(words: str) -> Cell:
    digits = words.replace(",", "").removesuffix("%")
    is_number = digits.replace(".", "", 1).isdigit()
    return Cell(words.removesuffix("%").replace("fewer than", "under"), float(digits) if is_number else None)


def contents(tables: Sequence[Table]) -> Table:
    """Return the list of sheets."""
    rows = tuple((Cell(table.label), Cell(table.title)) for table in tables)
    return Table(title="Contents", columns=("Sheet", "Table"), rows=rows)


def notes(annex: Annex) -> Table | None:
    """Return what the figures do not show, numbered; nothing where the annex does not say it."""
    said = [text for section in annex.sections if section.title == LIMITS for text in texts(section.blocks)]
    if not said:
        return None
    rows = tuple((Cell(f"Note {number}"), Cell(text.words)) for number, text in enumerate(said, 1))
    return Table(title="Notes", columns=("Note", "What it says"), rows=rows)


def files(annex: Annex) -> list[Table]:
    """Return each file as a table of lines."""
    found = [block for block in annex.blocks if isinstance(block, Verbatim)]
    return [
        Table(
            title=block.name,
            columns=("Line", "Text"),
            rows=tuple(
                (Cell(str(line), float(line)), Cell(text))
                for line, text in enumerate(block.text.split("\n"), 1)
            ),
            label=f"File {number}",
        )
        for number, block in enumerate(found, 1)
    ]


def sources(annex: Annex) -> Table:
    """Return the numbered sources."""
    rows = tuple(
        (Cell(str(number), float(number)), Cell(one.words), Cell(one.url or "none"))
        for number, one in enumerate(annex.references, 1)
    )
    return Table(
        title="Where it comes from", columns=("Number", "Source", "Address"), rows=rows, label="Sources"
    )
