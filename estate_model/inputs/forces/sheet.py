"""One sheet of an OpenDocument spreadsheet (Wales's index is published as one), read through GDAL."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pyogrio

from estate_model.errors import AreaError, among
from estate_model.inputs.fetch.source_list import Form
from estate_model.inputs.store.first_bytes import kind_of_file

ZONE = r"[EW]\d{8}"


def is_sheet(path: Path) -> bool:
    """Whether a file is an OpenDocument spreadsheet."""
    return kind_of_file(path) == "ods"


def sheet_table(path: Path, form: Form, columns: Sequence[str]) -> pd.DataFrame:
    """Return the rows of zones of one sheet, as texts; columns are named by their number, from ``1``.

    Titles and headers above them are left out by what they are: rows whose code is no zone's.

    Raise AreaError when there is no such sheet or column, or it cannot be read.
    """
    try:
        sheets = [str(name) for name, _ in pyogrio.list_layers(path)]
        if form.layer not in sheets:
            raise AreaError(f"{path}: there is no sheet '{form.layer}'{among(form.layer, sheets)}")
        table = pyogrio.read_dataframe(path, layer=form.layer, HEADERS="DISABLE", FIELD_TYPES="STRING")
    except (RuntimeError, ValueError, OSError) as error:
        raise AreaError(f"{path}: cannot be read as a spreadsheet: {error}") from None
    table = (
        table.fillna("").astype(str).set_axis([str(number + 1) for number in range(table.shape[1])], axis=1)
    )
    if missing := [column for column in columns if column not in table.columns]:
        raise AreaError(
            f"{path}: sheet '{form.layer}' has {table.shape[1]} columns, and no column {missing[0]}"
        )
    rows = table[table[form.code].str.fullmatch(ZONE)]
    return rows[list(dict.fromkeys(columns))].map(lambda text: text.strip().removesuffix(".0"))
