"""What a scenario may do to an estate: one file per change, and the list of them."""

from __future__ import annotations

from estate_model.scenario.changes.base import Change
from estate_model.scenario.changes.close import Close
from estate_model.scenario.changes.keep_only import KeepOnly
from estate_model.scenario.changes.move import Move
from estate_model.scenario.changes.open import Open
from estate_model.scenario.changes.set_hours import SetHours

CHANGES: tuple[type[Change], ...] = (Close, KeepOnly, Move, Open, SetHours)

__all__ = ["CHANGES", "Change", "Close", "KeepOnly", "Move", "Open", "SetHours"]
