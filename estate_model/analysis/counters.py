"""What happens to each counter: its status, and its hours in plain words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from estate_model.nouns import ASSUMED, CLOSED, NOT_STATED, Site
from estate_model.opening import hours_a_week, same_hours
from estate_model.results import Results
from estate_model.scenario.changes.move import MOVED, Move
from estate_model.scenario.told_apart import BEFORE
from estate_model.units import HOURS_IN_A_WEEK

Status = Literal["open", "shifted", "reduced", "closed", "opened", "extended", "moved"]
DAY_NAMES = {"Mo": "Mon", "Tu": "Tue", "We": "Wed", "Th": "Thu", "Fr": "Fri", "Sa": "Sat", "Su": "Sun"}


@dataclass(frozen=True, kw_only=True)
class CounterChange:
    """One counter before and after, with hours open in the reference week.

    ``operator`` is the force whose it is, ``is_own`` whether that is the area's own; empty and true where
    sites name no force.
    """

    site: Site
    status: Status
    hours_before: str
    hours_after: str
    week_hours_before: float
    week_hours_after: float
    borough_name: str
    operator: str
    is_own: bool
    confidence_before: str
    confidence_after: str


def counter_changes(results: Results) -> tuple[CounterChange, ...]:
    """Return every counter open before or after, in id order, with what happens to it."""
    ids = sorted({site.site_id for estate in (results.before, results.after) for site in estate.counters})
    moved = _moved(results)
    return tuple(_change(site_id, results, moved=site_id in moved) for site_id in ids)


def _change(site_id: str, results: Results, *, moved: bool) -> CounterChange:
    old, new = results.before.sites.get(site_id), results.after.sites.get(site_id)
    site = new or old
    if site is None:
        raise KeyError(site_id)
    texts = [CLOSED if one is None else one.hours for one in (old, new)]
    week = [hours_a_week(text, results.scenario.week_start, results.area.holidays) for text in texts]
    return CounterChange(
        site=site,
        status=_status((texts[0], texts[1]), (week[0], week[1]), moved=moved),
        hours_before=texts[0],
        hours_after=texts[1],
        week_hours_before=week[0],
        week_hours_after=week[1],
        borough_name=results.area.borough_name_of(site),
        operator=site.operator,
        is_own=site.operator == results.after.force,
        confidence_before=old.hours_confidence if old else "",
        confidence_after=new.hours_confidence if new else "",
    )


def _moved(results: Results) -> set[str]:
    """Return the ids of the buildings that the scenario moves counters into that were open before."""
    before = {site.site_id for site in results.before.counters}
    moves = [change.move for change in results.scenario.changes if isinstance(change, Move)]
    return {key + MOVED for key in moves if {key, key + MOVED + BEFORE} & before}


def _status(texts: tuple[str, str], week_hours: tuple[float, float], *, moved: bool) -> Status:
    (before, after), (hours_before, hours_after) = texts, week_hours
    if after == CLOSED:
        return "closed"
    if before == CLOSED:
        return "moved" if moved else "opened"
    if hours_after == hours_before:
        return "open" if same_hours(before, after) else "shifted"
    return "reduced" if hours_after < hours_before else "extended"


def is_always_open(week_hours: float) -> bool:
    """Whether a counter is open all 168 hours of the week."""
    return week_hours >= HOURS_IN_A_WEEK


def hours_in_words(text: str, *, confidence: str = "") -> str:
    """Return opening hours as a reader would say them, and whether they are assumed.

    >>> hours_in_words("Mo-Fr 10:00-22:00; Sa-Su 09:00-19:00", confidence="assumed")
    'Mon to Fri 10:00 to 22:00; Sat to Sun 09:00 to 19:00 (assumed)'
    """
    return _said(text) + (f" ({ASSUMED})" if confidence in NOT_STATED else "")


def _said(text: str) -> str:
    if text == "24/7":
        return "all day, every day"
    if text == CLOSED:
        return "closed"
    words = re.sub(r"\b(Mo|Tu|We|Th|Fr|Sa|Su)\b", lambda day: DAY_NAMES[day[1]], text)
    words = words.replace("PH", "public holidays").replace(" off", " closed")
    return re.sub(r"(?<=\w)-(?=\w)", " to ", words)
