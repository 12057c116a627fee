"""Days that a scenario may name."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import AfterValidator

FIRST_YEAR, LAST_YEAR = 1950, 2100


def _a_monday(day: dt.date) -> dt.date:
    if day.weekday() != 0:
        raise ValueError(f"{day} is a {day:%A}; the week must begin on a Monday")
    return day


def _in_our_time(day: dt.date) -> dt.date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"{day}: the year must be from {FIRST_YEAR} to {LAST_YEAR}")
    return day


Day = Annotated[dt.date, AfterValidator(_in_our_time)]
Monday = Annotated[Day, AfterValidator(_a_monday)]
