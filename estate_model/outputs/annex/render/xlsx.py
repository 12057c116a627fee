"""The annex's tables as XLSX by XlsxWriter: cover, contents, notes, one table a sheet, no formula.

As the Government Analysis Function asks of a workbook: a title, what the sheet holds and the table, in column
A from row 1; one number a cell. gptables writes the same but leaves rows without heights and numbers without
formats, and a workbook it has written cannot be given them.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from estate_model.outputs.annex.content import Annex, Cell, Section, Table, plain, texts
from estate_model.outputs.annex.render.xlsx_layout import (
    LINE,
    PROSE,
    TITLE_LINE,
    distinct,
    lines_of,
    safe,
    said_of,
    sheet_names,
    title_of,
    widths_of,
)
from estate_model.outputs.annex.render.xlsx_tables import answers, contents, files, notes, sources
from estate_model.outputs.annex.render.zipped import same_bytes

LONGEST_PROPERTY, SUMMARY = 250, 2
FONT = {"font_name": "Arial", "font_size": 10, "valign": "vcenter"}
WRAPPED = {**FONT, "text_wrap": True}
HEAD = {**WRAPPED, "bold": True, "valign": "bottom", "bottom": 2, "bg_color": "#F3F6F9"}
FORMATS: dict[str, dict[str, Any]] = {
    "title": {**FONT, "font_size": 12, "bold": True, "font_color": "#12436D"},
    "words": WRAPPED,
    "one line": FONT,
    "words apart": {**WRAPPED, "indent": 1},
    "words right": {**WRAPPED, "align": "right"},
    "head": HEAD,
    "head apart": {**HEAD, "indent": 1},
    "head right": {**HEAD, "align": "right"},
    "0": {**FONT, "num_format": "#,##0"},
    "1": {**FONT, "num_format": "#,##0.0"},
    "2": {**FONT, "num_format": "#,##0.00"},
    "link": {**FONT, "font_color": "#1D5A92", "underline": 1},
}
ROUNDED = "People are rounded to three figures and to no closer than a hundred, or to what their range bears."
UNDER = "“under 100” stands for a number of people from 1 to 99; n/a for a share of nobody."
EXACT = "“exact” stands in place of a low and a high where something is counted and has no range."


@dataclass(frozen=True, kw_only=True)
class Book:
    """A workbook being written, its formats by name, and the names of its sheets by their tables' labels."""

    book: Any
    formats: dict[str, Any]
    names: dict[str, str]


def render(annex: Annex) -> bytes:
    """Return the annex's tables as XLSX bytes; the same annex gives the same bytes."""
    import xlsxwriter  # noqa: PLC0415 - an extra

    stream = io.BytesIO()
    as_words = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    book = xlsxwriter.Workbook(stream, {**as_words, "in_memory": True})
    tables = [
        table for table in (*answers(annex), *annex.tables, *files(annex), sources(annex)) if table.rows
    ]
    formats = {name: book.add_format(kind) for name, kind in FORMATS.items()}
    made = Book(book=book, formats=formats, names=sheet_names([table.label for table in tables]))
    _cover(made, annex)
    _sheet(made, "Contents", contents(tables), links=True)
    if said := notes(annex):
        _sheet(made, "Notes", said)
    for table in tables:
        _sheet(made, made.names[table.label], table)
    moment = dt.datetime.combine(annex.date, dt.time())
    author = plain(annex.cover.by)[:LONGEST_PROPERTY] or "estate-model"
    title = plain(annex.title)[:LONGEST_PROPERTY]
    book.set_properties({"title": title, "author": author, "created": moment})
    book.close()
    return same_bytes(stream.getvalue())


def _cover(made: Book, annex: Annex) -> None:
    """Write the cover: title, who and when, the first sections' words, and how numbers are rounded."""
    first: tuple[Section, ...] = annex.sections[:SUMMARY]
    said = [text.words for section in first for text in texts(section.blocks)]
    lines = [annex.subtitle, *annex.cover.lines, *said, ROUNDED, UNDER, EXACT, *annex.attribution]
    sheet = made.book.add_worksheet("Cover")
    sheet.set_column(0, 0, PROSE)
    sheet.write_string(0, 0, safe(annex.title), made.formats["title"])
    sheet.set_row(0, TITLE_LINE)
    for row, line in enumerate(lines, 1):
        sheet.write_string(row, 0, safe(line), made.formats["words"])
        sheet.set_row(row, LINE * lines_of(line, PROSE))
    _printed(sheet, wide=False)


def _sheet(made: Book, name: str, table: Table, *, links: bool = False) -> None:
    """Write a table's sheet: title, what it holds, the note, and the table, whose head stays in sight."""
    sheet, wide = made.book.add_worksheet(name), widths_of(table)
    for place, width in enumerate(wide):
        sheet.set_column(place, place, width)
    said = said_of(table)
    sheet.write_string(0, 0, title_of(table), made.formats["title"])
    sheet.set_row(0, TITLE_LINE)
    for row, line in enumerate(said, 1):
        sheet.write_string(row, 0, line, made.formats["one line"])
    head = len(said) + 1
    _head(made, sheet, table, row=head)
    for row, cells in enumerate(table.rows, head + 1):
        _row(made, sheet, row, cells, [table.is_numeric(place) for place in range(len(cells))])
        tallest = max(lines_of(one.words, width) for one, width in zip(cells, wide, strict=True))
        sheet.set_row(row, LINE * tallest)
        if links and (target := made.names.get(cells[0].words)):
            sheet.write_url(row, 0, f"internal:'{target}'!A1", made.formats["link"], safe(cells[0].words))
    sheet.freeze_panes(head + 1, 1)
    sheet.repeat_rows(head)
    _printed(sheet, wide=sum(wide) > PROSE)


def _head(made: Book, sheet: Any, table: Table, *, row: int) -> None:  # noqa: ANN401 - XlsxWriter is not typed
    """Write a table's heads, and mark the table as one, so that a screen reader reads them with each cell."""
    heads = distinct([" ".join(head.split()) for head in table.columns])
    columns = [
        {
            "header": safe(head),
            "header_format": made.formats[_kind("head", place, right=table.is_numeric(place))],
        }
        for place, head in enumerate(heads)
    ]
    number = len(made.book.worksheets())
    sheet.add_table(
        row, 0, row + len(table.rows), len(heads) - 1,
        {"columns": columns, "name": f"table_{number}", "autofilter": False, "style": "Table Style Light 1",
         "banded_rows": False, "first_column": False},
    )  # fmt: skip
    sheet.set_row(
        row, LINE * max(lines_of(head, width) for head, width in zip(heads, widths_of(table), strict=True))
    )


def _row(made: Book, sheet: Any, row: int, cells: Sequence[Cell], numeric: Sequence[bool]) -> None:  # noqa: ANN401
    for place, (cell, right) in enumerate(zip(cells, numeric, strict=True)):
        if cell.number is None:
            sheet.write_string(row, place, safe(cell.words), made.formats[_kind("words", place, right=right)])
        else:
            decimals = len(cell.words.partition(".")[2])
            sheet.write_number(row, place, cell.number, made.formats[str(min(decimals, 2))])


def _kind(name: str, place: int, *, right: bool) -> str:
    """Return the format of words in a column: right among numbers, else a little apart from the last one."""
    return f"{name} right" if right else f"{name} apart" if place else name


def _printed(sheet: Any, *, wide: bool) -> None:  # noqa: ANN401
    """Set a sheet to print on A4, one page wide, with its page numbers."""
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.set_footer("&L&A&RPage &P of &N")
    if wide:
        sheet.set_landscape()
