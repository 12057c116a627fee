"""Read ``drive_speeds.csv``: free-flow speeds by limit and class, and the delay of urban main roads."""

from __future__ import annotations

import csv
from pathlib import Path

from estate_model.errors import AreaError
from estate_model.inputs.osm.uk_speeds import DriveSpeeds

UNITS = {"class": "km/h", "limit": "km/h", "factor": "ratio"}
DELAY, NO_DELAY = "urban_delay", "none"


def read_drive_speeds(path: Path) -> DriveSpeeds:
    """Return the driving speeds (km/h) and the delay factor (ratio).

    Raises
    ------
    AreaError
        If the file cannot be read, or a row has another unit, no number, a speed out of range or a key twice.
    """
    found: dict[str, dict[str, float]] = {kind: {} for kind in UNITS}
    source = ""
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            for number, row in enumerate(csv.DictReader(stream), start=2):
                if row["unit"] != UNITS[row["kind"]] or row["key"] in found[row["kind"]]:
                    raise AreaError(f"{path}:{number}: wrong unit {row['unit']!r}, or key given twice")
                found[row["kind"]][row["key"]] = float(row["value"])
                if row["key"] == DELAY:
                    source = f"{row['source']}: {row['notes']}"
        return DriveSpeeds(
            class_kmh=found["class"],
            limit_kmh=found["limit"],
            delay_factor=found["factor"][DELAY],
            delay_source=source,
        )
    except (OSError, UnicodeDecodeError, KeyError, TypeError, ValueError, csv.Error) as error:
        raise AreaError(f"{path}: not a table of driving speeds: {error!r}") from error


def delays(path: Path) -> dict[str, float]:
    """Return the factors by which travellers are delayed, by key (ratio of real to free-flow time)."""
    return {NO_DELAY: 1.0, DELAY: read_drive_speeds(path).delay_factor}
