"""The open hours a week of the sites a scenario touches, and what is doubtful in hours that can be read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from estate_model.nouns import CLOSED, Estate
from estate_model.nouns.area import Area, Holidays
from estate_model.opening import hours_a_week, hours_doubts
from estate_model.scenario.scenario import Scenario, estate_after, estate_before

TAKEN = (
    "{} opens with the hours it last had on record, '{}' ({}), since the scenario gives none; what they "
    "would be now is not known."
)


@dataclass(frozen=True, kw_only=True)
class SiteHours:
    """One site's hours on record, before and after, as texts and as hours open in the scenario's week."""

    site_id: str
    texts: tuple[str, str, str]
    week_hours: tuple[float, float, float]


def touched_hours(scenario: Scenario, area: Area) -> Iterator[SiteHours]:
    """Yield the hours of each site that the scenario gives other hours, before or after, in id order."""
    estates = (area.estate_on(scenario.baseline), estate_before(scenario, area), estate_after(scenario, area))
    for site_id in sorted({key for estate in estates for key in estate.sites}):
        sites = [estate.sites.get(site_id) for estate in estates]
        record, before, after = (CLOSED if site is None else site.hours for site in sites)
        if record == before == after and site_id not in scenario.baseline_hours:
            continue
        texts = (record, before, after)
        first, second, third = (hours_a_week(text, scenario.week_start, area.holidays) for text in texts)
        yield SiteHours(site_id=site_id, texts=texts, week_hours=(first, second, third))


def estate_doubts(*estates: Estate, week_of: dt.date, holidays: Holidays) -> tuple[str, ...]:
    """Return a sentence for each doubt about counters' hours, and for each counter never open that week.

    A counter that a scenario opens without saying when is one.
    """
    counters = [site for estate in estates for site in estate.counters]
    named = {(site.name, site.hours): None for site in counters}
    shut = {
        f"{site.name} is a counter, but its hours, '{site.hours}', never open in the week of {week_of}.": None
        for site in counters
        if not hours_a_week(site.hours, week_of, holidays)
    }
    taken = {
        TAKEN.format(site.name, site.hours, site.hours_last[1]): None for site in counters if site.hours_taken
    }
    return (*taken, *hours_doubts(tuple(named)), *shut)
