"""Read a table as Nomis gives it: a bulk table, or a downloaded query with title lines and a footer."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from estate_model.errors import AreaError
from estate_model.inputs.store.csv_table import without_end
from estate_model.inputs.store.texts import Row

CODES = ("geography code", "geography_code", "mnemonic")
TOTALS = ("column total", "total")
FEWEST_CELLS = 3
CODE_AND_NAME = r"^([A-Z]\d{8})\s*:\s*(.+)$"


def looks_like_nomis(rows: Sequence[Row]) -> bool:
    """Return whether the first rows have Nomis's code column, or a title alone above a wider table."""
    widths = [len(without_end(row)) for _, row in rows]
    alone = widths[:1] == [1] and max(widths) >= FEWEST_CELLS
    return alone or (bool(rows) and any(cell.lower() in CODES for cell in rows[0][1]))


def nomis_table(rows: Sequence[Row], name: str) -> pd.DataFrame:
    """Return the table, every cell a text, indexed by its line in the file; ``name`` is the file in errors.

    The title lines above the header, a row of totals and the footer below the last row are left out. Where
    one column holds code and name (``E01000001 : City of London 001A``) the code is put in ``mnemonic``.

    Raise AreaError when there is no header, a row has another number of cells, or rows follow the footer.
    """
    start = _header(rows)
    if start is None:
        raise AreaError(f"{name}: no header row was found; is it a table that Nomis gave?")
    header = without_end(rows[start][1])
    lines: list[int] = []
    cells: list[list[str]] = []
    ended = False
    for line, row in rows[start + 1 :]:
        filled = without_end(row)
        ended = ended or (bool(cells) and not filled)
        if not filled or (ended and len(filled) < FEWEST_CELLS):
            continue
        if ended:
            raise AreaError(f"{name}:{line}: rows go on below the footer; download one table per file")
        if len(row) < len(header) or len(filled) > len(header):
            raise AreaError(f"{name}:{line}: {len(row)} cells, but the header has {len(header)}")
        lines.append(line)
        cells.append(row[: len(header)])
    table = pd.DataFrame(cells, columns=header, index=pd.Index(lines, dtype="int64"), dtype=str)
    return _with_code(_without_totals(table))


def _header(rows: Sequence[Row]) -> int | None:
    for number, (_, row) in enumerate(rows):
        if any(cell.lower() in CODES for cell in row) or sum(map(bool, row)) >= FEWEST_CELLS:
            return number
    return None


def _without_totals(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table without a row that sums the others: called a total, and without a code."""
    code = code_column(table)
    total = table.iloc[:, 0].str.lower().isin(TOTALS)
    return table[~(total & (table[code] == "") if code else total)]


def _with_code(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with a ``mnemonic`` taken from a first column of codes and names."""
    if code_column(table) or table.empty:
        return table
    parts = table.iloc[:, 0].str.extract(CODE_AND_NAME)
    if parts.isna().any(axis=None):
        return table
    return table.assign(mnemonic=parts[0])


def code_column(table: pd.DataFrame) -> str:
    """Return the name of Nomis's code column, or an empty text."""
    return next((str(name) for name in table.columns if str(name).lower() in CODES), "")
