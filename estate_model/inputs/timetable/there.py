"""Where an area's timetable stands, and whether there is one: known without importing what reads it."""

from __future__ import annotations

from pathlib import Path

FOLDER, MANIFEST = "timetable", "timetable.toml"


def has_timetable(area_folder: Path) -> bool:
    """Whether a timetable was built for the area in a folder."""
    return (area_folder / FOLDER / MANIFEST).is_file()
