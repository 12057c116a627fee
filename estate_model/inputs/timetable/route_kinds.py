"""Route types of GTFS, basic and extended, as kinds of vehicle."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

BASIC_TYPE: Mapping[str, int] = {
    "tram": 0, "tube": 1, "rail": 2, "bus": 3, "coach": 3, "ferry": 4, "cable car": 6, "funicular": 7,
}  # fmt: skip
"""The basic GTFS type of each kind, in the order in which kinds are numbered."""

KINDS = tuple(BASIC_TYPE)
BY_BASIC = ("tram", "tube", "rail", "bus", "ferry", "tram", "cable car", "funicular")
BY_MORE: Mapping[int, str] = {11: "bus", 12: "tube"}  # trolleybus, monorail
BY_HUNDRED: Mapping[int, str] = {
    1: "rail", 2: "coach", 3: "rail", 4: "tube", 5: "tube", 6: "tube", 7: "bus", 8: "bus", 9: "tram",
    10: "ferry", 12: "ferry", 13: "cable car", 14: "funicular",
}  # fmt: skip
NOT_BY_TIMETABLE = {11, 15, 16, 17}  # hundreds: flights, taxis, cars, others
MOST = 1799
NOT_PUBLIC, NOT_MODELLED, UNKNOWN = "not public", "not modelled", "unknown"
A_BUS_BY_NAME = "bus"


def kind_of(route_type: str) -> str:
    """Return the kind of vehicle of a ``route_type``, or why it is none of ``KINDS``.

    >>> [kind_of(text) for text in ("3", "714", "109", "200", "401", "900", "1000", "", "1501", "99", "3.0")]
    ['bus', 'bus', 'rail', 'coach', 'tube', 'tram', 'ferry', 'not public', 'not modelled', 'unknown', 'bus']
    """
    if not route_type:
        return NOT_PUBLIC
    route_type = route_type.removesuffix(".0")  # as spreadsheets write whole numbers
    if not (route_type.isascii() and route_type.isdigit() and len(route_type) <= 4):  # noqa: PLR2004
        return UNKNOWN
    number = int(route_type)
    if number < len(BY_BASIC):
        return BY_BASIC[number]
    hundred = number // 100
    if hundred in NOT_BY_TIMETABLE and number <= MOST:
        return NOT_MODELLED
    return BY_MORE.get(number) or BY_HUNDRED.get(hundred, UNKNOWN)


def kinds_of(routes: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return each route's kind, and which were coded as cable cars but are buses by their description.

    British rail feeds have coded replacement buses so.
    """
    kinds = routes["route_type"].map(kind_of)
    described = (routes["route_long_name"] + " " + routes["route_desc"]).str.lower()
    miscoded = (kinds == "cable car") & described.str.contains(rf"\b{A_BUS_BY_NAME}\b", regex=True)
    return kinds.mask(miscoded, A_BUS_BY_NAME), miscoded
