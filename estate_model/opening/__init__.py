"""When a counter is open: OSM ``opening_hours`` texts behind a strict door, and what is doubtful in them."""

from estate_model.opening.doubts import doubts_of, hours_doubts, same_hours
from estate_model.opening.text import read_hours
from estate_model.opening.week import (
    WEEK,
    Piece,
    hours_a_week,
    is_open,
    open_spells,
    public_holidays,
    week_pieces,
)  # fmt: skip

__all__ = [
    "WEEK", "Piece", "doubts_of", "hours_a_week", "hours_doubts", "is_open", "open_spells", "public_holidays",
    "read_hours", "same_hours", "week_pieces",
]  # fmt: skip
