"""The annex's tables as XLSX by gptables: cover, contents, notes, one table a sheet, no formula."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
from typing import Any

import pandas as pd

from estate_model.outputs.annex.content import Annex, Cell, Numbers, Table, Verbatim, plain, texts
from estate_model.outputs.annex.render.zipped import same_bytes
from estate_model.outputs.words.text import Text

NO_FORMULAS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}
LONGEST_CELL, WIDEST, NARROWEST = 32_000, 90, 10
HAS_LETTER = re.compile("[a-zA-Z0-9]")
NOTE_MARK = re.compile(r"\$(?=\$)")
ROUNDED = "People are rounded to three figures and to no closer than a hundred, or to what their range bears."
UNDER = "“under 100” stands for a number of people from 1 to 99; n/a for a share of nobody."


def render(annex: Annex) -> bytes:
    """Return the annex's tables as XLSX bytes; the same annex gives the same bytes."""
    gpt = _gptables()
    made = [*_numbers(annex), *annex.tables, *_files(annex), _sources(annex)]
    tables = [table for table in made if table.rows]
    sheets = {table.label: _sheet(gpt, table) for table in tables}
    stream: Any = io.BytesIO()
    with warnings.catch_warnings():
        warnings.filterwarnings(
            "ignore", module="gptables"
        )  # of pandas' next version, and notes without a mark
        book = gpt.produce_workbook(
            stream,
            sheets=sheets,
            cover=_cover(gpt, annex),
            contentsheet_options={"column_names": ["Sheet", "Table"]},
            notes_table=_notes(annex),
            notesheet_options={"title": "Notes", "instructions": "This sheet has one table, for all tables."},
            workbook_options=NO_FORMULAS,
        )
    for table in tables:
        _narrow(
            book.get_worksheet_by_name(table.label),
            [_widest(table, place) for place in range(len(table.columns))],
        )
    _narrow(book.get_worksheet_by_name("Notes"), [WIDEST // 5, WIDEST])
    title = _safe(annex.title)[:250]
    moment = dt.datetime.combine(annex.date, dt.time())
    book.set_properties({"title": title, "author": "estate-model", "created": moment})
    book.close()
    return same_bytes(stream.getvalue())


def _gptables() -> Any:  # noqa: ANN401 - gptables is not typed
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=ResourceWarning)  # it leaves a file of its own open
        import gptables  # noqa: PLC0415 - an extra

        return gptables


def _safe(words: object) -> str:
    """Return text that fits a cell and holds no mark that gptables reads as a note or a link."""
    text = NOTE_MARK.sub("$\u2060", plain(words)).replace("](", "]\u2060(")
    return text if len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]} …"


def _lettered(words: str) -> str:
    """Return text for a table's cell, in which gptables wants to see a letter or a digit."""
    text = _safe(words)
    return text if HAS_LETTER.search(text) else f"text: {text}"


def _narrow(sheet: Any, widths: list[int]) -> None:  # noqa: ANN401
    """Set column widths in letters; gptables makes them as wide as the longest text, beyond what opens."""
    for place, width in enumerate(widths if sheet else ()):
        sheet.set_column(place, place, min(width, WIDEST))


def _widest(table: Table, place: int) -> int:
    """Return a column's width: its longest cell, and a heading on about two lines."""
    cells = max((len(row[place].words) for row in table.rows), default=0)
    return max(cells, len(table.columns[place]) // 2, NARROWEST) + 2


def _numbers(annex: Annex) -> list[Table]:
    """Return the numbers of the answer as a table of their own."""
    found = [block for block in annex.blocks if isinstance(block, Numbers)]
    rows = tuple(
        (Cell(one.words), Cell(one.value), Cell(one.extent or "not found"))
        for block in found
        for one in block.items
    )
    columns = ("What it counts", "Number", "Range")
    return [Table(title="The answer in numbers", columns=columns, rows=rows, label="Answer")] if rows else []


def _files(annex: Annex) -> list[Table]:
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


def _sources(annex: Annex) -> Table:
    rows = tuple(
        (Cell(str(number), float(number)), Cell(one.words), Cell(one.url or "none"))
        for number, one in enumerate(annex.references, 1)
    )
    return Table(title="Sources", columns=("Number", "Source", "Address"), rows=rows, label="Sources")


def _sheet(gpt: Any, table: Table) -> Any:  # noqa: ANN401 - gptables is not typed
    frame = pd.DataFrame(
        [[_value(cell) for cell in row] for row in table.rows],
        columns=[_safe(" ".join(head.split())) for head in table.columns],
        dtype=object,
    )
    label = table.label.replace(" ", "_")
    name = f"table_of_{label}".lower()
    return gpt.GPTable(
        table=frame,
        table_name=name,
        title=_safe(f"{table.label}: {table.title}"),
        instructions="This sheet has one table. People are modelled.",
        source=_safe(table.note) if table.note else None,
        index_columns={},
    )


def _value(cell: Cell) -> str | float:
    if cell.number is None:
        return _lettered(cell.words)
    return int(cell.number) if cell.number.is_integer() and "." not in cell.words else cell.number


def _cover(gpt: Any, annex: Annex) -> Any:  # noqa: ANN401
    said = [_safe(text.words) for section in annex.sections[:2] for text in texts(section.blocks)]
    return gpt.Cover(
        title=_safe(annex.title),
        intro=[_safe(annex.subtitle), *said],
        about=[ROUNDED, UNDER, *(_safe(line) for line in annex.attribution)],
    )


def _notes(annex: Annex) -> pd.DataFrame:
    """Return what the figures mean and do not show, numbered."""
    heading = "What this does not show"
    sections = [section for section in annex.sections if section.title == heading]
    said = [text for section in sections for text in texts(section.blocks)] or [Text(UNDER)]
    return pd.DataFrame(
        {"Note number": [f"note {number}" for number in range(1, len(said) + 1)],
         "Note text": [_lettered(text.words) for text in said]}
    )  # fmt: skip
