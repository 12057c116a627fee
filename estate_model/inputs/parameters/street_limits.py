"""Read ``street_limits.toml``: which streets are not good enough to be written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from estate_model.errors import AreaError
from estate_model.inputs.store.find import shared_parameters
from estate_model.inputs.store.toml_file import read_toml

FILE = "street_limits.toml"
KEY = "most_left_out_share"


def most_left_out(parameters: Path) -> float:
    """Return the most residents (share, 0 to 1) whose own nearest street may be left out.

    A folder of parameters without the file has the program's own.

    Raise AreaError when the file has no such share.
    """
    path = parameters / FILE if (parameters / FILE).is_file() else shared_parameters() / FILE
    entry = read_toml(path).get(KEY)
    value = entry.get("value") if isinstance(entry, Mapping) else None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
        raise AreaError(f"{path}: {KEY}.value must be a number between 0 and 1, not {value!r}")
    return float(value)
