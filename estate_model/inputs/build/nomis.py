"""Read a CSV as Nomis gives it: a bulk table, or a downloaded query with title lines and a footer."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from estate_model.errors import AreaError

CODES = ("geography code", "mnemonic")
PEEK = 3
FEWEST_CELLS = 3
CODE_AND_NAME = r"^([A-Z]\d{8})\s*:\s*(.+)$"


def looks_like_nomis(path: Path) -> bool:
    """Return whether a CSV has Nomis's code column, or a title alone on its first line."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = [row for _, row in zip(range(PEEK), csv.reader(stream), strict=False)]
    first = [cell.strip().lower() for cell in rows[0]] if rows else []
    alone = sum(bool(cell) for cell in first) == 1 and len(first) == 1 and len(rows) > 1
    return alone or any(code in first for code in CODES)


def read_nomis(path: Path) -> pd.DataFrame:
    """Return the table, every cell a text, indexed by its line in the file.

    The title lines above the header and the footer below the last row are left out. Where one column
    holds code and name (``E01000001 : City of London 001A``) the code is put in ``mnemonic``.

    Raises
    ------
    AreaError
        When there is no header, a row has another number of cells, or rows follow the footer.

    """
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream)
        rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    start = _header(rows)
    if start is None:
        raise AreaError(f"{path}: no header row was found; is it a CSV that Nomis gave?")
    header = rows[start][1]
    lines: list[int] = []
    cells: list[list[str]] = []
    ended = False
    for line, row in rows[start + 1 :]:
        if not any(row):
            ended = bool(cells)
        elif ended and len(row) < len(header):
            continue
        elif ended:
            raise AreaError(f"{path}:{line}: rows go on below the footer; download one table per file")
        elif len(row) != len(header):
            raise AreaError(f"{path}:{line}: {len(row)} cells, but the header has {len(header)}")
        else:
            lines.append(line)
            cells.append(row)
    table = pd.DataFrame(cells, columns=header, index=lines, dtype=str)
    return _with_code(table)


def _header(rows: Sequence[tuple[int, Sequence[str]]]) -> int | None:
    for number, (_, row) in enumerate(rows):
        if any(cell.lower() in CODES for cell in row) or sum(map(bool, row)) >= FEWEST_CELLS:
            return number
    return None


def _with_code(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with a ``mnemonic`` taken from a first column of codes and names."""
    if any(str(column).lower() in CODES for column in table.columns) or table.empty:
        return table
    parts = table.iloc[:, 0].str.extract(CODE_AND_NAME)
    if parts.isna().any(axis=None):
        return table
    return table.assign(mnemonic=parts[0])


def code_column(table: pd.DataFrame) -> str:
    """Return the name of Nomis's code column, or an empty text."""
    return next((str(name) for name in table.columns if str(name).lower() in CODES), "")
