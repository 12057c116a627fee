"""Clock times of a feed as seconds, each distinct text read once."""

from __future__ import annotations

import re

import numpy as np

from estate_model.inputs.timetable.feed_tables import Column
from estate_model.nouns.service_day import Whole32
from estate_model.units import SECONDS_PER_HOUR, SECONDS_PER_MINUTE

CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)(?::([0-5]\d))?", re.ASCII)
MOST_HOURS = 72
BLANK, UNREADABLE = -1, -2


def seconds_of(text: str) -> int:
    """Return seconds since the service day's 0:00; past 24:00 where a trip goes on through the night.

    >>> [seconds_of(text) for text in ("9:05:00", "25:30:00", "", "9.05", "80:00:00")]
    [32700, 91800, -1, -2, -2]
    """
    if not text:
        return BLANK
    found = CLOCK.fullmatch(text)
    if not found or int(found[1]) >= MOST_HOURS:
        return UNREADABLE
    return int(found[1]) * SECONDS_PER_HOUR + int(found[2]) * SECONDS_PER_MINUTE + int(found[3] or 0)


def seconds_column(column: Column) -> Whole32:
    """Return a column of clock times as seconds, ``BLANK`` or ``UNREADABLE``."""
    seconds = np.array([seconds_of(text) for text in column.texts], dtype=np.int32)
    return seconds[column.codes]


def whole_column(column: Column) -> Whole32:
    """Return a column of whole numbers; ``UNREADABLE`` where a text is none."""
    plain = [text.isascii() and text.isdigit() and len(text) <= 9 for text in column.texts]  # noqa: PLR2004
    numbers = [int(text) if good else UNREADABLE for text, good in zip(column.texts, plain, strict=True)]
    return np.array(numbers, dtype=np.int32)[column.codes]
