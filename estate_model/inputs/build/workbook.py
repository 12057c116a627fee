"""Read the rows of an Excel workbook (.xlsx) as texts, through openpyxl."""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Iterator
from typing import IO, Any

from estate_model.errors import AreaError, among
from estate_model.inputs.store.texts import Row, Rows
from estate_model.inputs.store.warned import reading

NO_OPENPYXL = 'reading an Excel workbook (.xlsx) needs openpyxl: pip install "estate-model[build]"'


def workbook_rows(stream: IO[bytes], name: str, sheet: str) -> Rows:
    """Return the rows of a workbook's sheet; ``name`` is its file in errors.

    Formulas count as the values saved with them.

    Raise AreaError when openpyxl is not installed, the workbook is damaged, has no such sheet, or several
    with something in them and none is named.
    """
    try:
        openpyxl = importlib.import_module("openpyxl")
    except ImportError:
        raise AreaError(f"{name}: {NO_OPENPYXL}") from None
    try:
        with reading(name):
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
            sheets = {one.title: list(_rows(one)) for one in book.worksheets}
    except AreaError:
        raise
    except Exception as error:  # noqa: BLE001 - openpyxl raises whatever it meets in a damaged file
        raise AreaError(f"{name}: cannot be read as an Excel workbook: {error}; save it again") from None
    filled = {title: rows for title, rows in sheets.items() if rows}
    if sheet and sheet not in sheets:
        raise AreaError(f"{name}: there is no sheet '{sheet}'{among(sheet, sheets)}")
    if not filled:
        raise AreaError(f"{name}: is empty")
    if not sheet and len(filled) != 1:
        there = f"has {len(filled)} sheets with something in them"
        raise AreaError(f'{name}: {there}; say which with layer = "..." ({", ".join(filled)})')
    return Rows(iter(filled.get(sheet, []) if sheet else next(iter(filled.values()))))


def _rows(sheet: Any) -> Iterator[Row]:  # noqa: ANN401 - openpyxl has no types
    """Yield the rows of a sheet; of blank ones that follow one another, the first."""
    sheet.reset_dimensions()
    blank = True
    for line, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells = [_text(value) for value in values]
        if any(cells) or not blank:
            yield line, cells
        blank = not any(cells)


def _text(value: object) -> str:
    """Return a cell as it would stand in a CSV.

    >>> _text(None), _text(30.0), _text(dt.datetime(2025, 10, 1)), _text(" Z1 ")
    ('', '30', '2025-10-01', 'Z1')
    """
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return str(value).strip()
