"""How residents travel: one file per mode, and the list that the program runs."""

from __future__ import annotations

from estate_model.travel.modes import cycle, drive, transit, walk
from estate_model.travel.modes.base import Mode

MODES: list[Mode] = [walk.MODE, walk.STRICT, cycle.MODE, drive.MODE, transit.MODE, transit.LATE_MODE]

__all__ = ["MODES", "Mode", "mode_of"]


def mode_of(name: str) -> Mode:
    """Return the mode of that name; raise KeyError when there is no such mode."""
    return {mode.name: mode for mode in MODES}[name]
