"""Days as files and options name them: written as 2025-10-01, in no other way."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

from estate_model.errors import shown

FIRST_YEAR, LAST_YEAR = 1950, 2100
WRITTEN = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def day_written(value: object) -> dt.date:
    """Return a day written as 2025-10-01, or read as one already; a number, or a time of a day, is none.

    >>> day_written("2025-10-01")
    datetime.date(2025, 10, 1)
    """
    if type(value) is dt.date:
        return value
    text, why = str(value), ""
    try:
        if WRITTEN.fullmatch(text):
            return dt.date.fromisoformat(text)
    except ValueError:
        why = "; there is no such day"
    raise ValueError(f"'{shown(text)}' is not a date; write it as 2025-10-01{why}")


def in_our_time(day: dt.date) -> dt.date:
    """Return a day of the years that anything here can be about."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"{day}: the year must be from {FIRST_YEAR} to {LAST_YEAR}")
    return day


def _a_monday(day: dt.date) -> dt.date:
    if day.weekday() != 0:
        raise ValueError(f"{day} is a {day:%A}; the week must begin on a Monday")
    return day


AnyDay = Annotated[dt.date, BeforeValidator(day_written)]
Day = Annotated[AnyDay, AfterValidator(in_our_time)]
Monday = Annotated[Day, AfterValidator(_a_monday)]
