"""The states a reader may put each counter in: open, reduced or closed, and what each means in hours."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

import geopandas as gpd

from estate_model.analysis.counters import hours_in_words
from estate_model.nouns import CLOSED, Estate, Site
from estate_model.nouns.area import Holidays
from estate_model.opening import WEEK, hours_a_week, week_pieces
from estate_model.outputs.map.what_if_yaml import change_of
from estate_model.outputs.page.what_if import Choice, Preset, Spells, State, Switch
from estate_model.results import Results
from estate_model.scenario.scenario import estate_before
from estate_model.units import SECONDS_PER_MINUTE

ALWAYS = "24/7"
USUAL_HOURS = (ALWAYS, "Mo-Su 08:00-20:00", "Mo-Fr 09:00-17:00", "Mo-Fr 10:00-18:00", "Mo-Fr 10:00-14:00")
USUAL_REDUCED = ("Mo-Fr 09:00-17:00", "Mo-Fr 10:00-14:00", "Mo-Fr 11:00-13:00", "We 11:00-13:00")
LAST_MINUTE = 8 * 24 * 60
LONGITUDE_LATITUDE = "EPSG:4326"
Week = tuple[dt.date, Holidays]
"""The day a week begins on, and whose public holidays it has."""
Ground = tuple[Estate, tuple[str, ...], tuple[Estate, ...]]
"""The estate on record, the usual reduced hours, and other plans' estates."""


def all_sites(results: Results) -> tuple[Site, ...]:
    """Return every site that has travel times, in id order, as it stands after the changes if it does."""
    ids = {
        key
        for times in (results.times, results.spare_times)
        for one in times.values()
        for key in one.site_ids
    }
    known = {**results.before.sites, **results.after.sites}
    return tuple(known[key] for key in sorted(ids))


def in_degrees(sites: Sequence[Site], crs: str) -> gpd.GeoSeries:
    """Return where sites are, as longitudes and latitudes."""
    east, north = [site.easting_metres for site in sites], [site.northing_metres for site in sites]
    return gpd.GeoSeries.from_xy(east, north, crs=crs).to_crs(LONGITUDE_LATITUDE)


def switches(results: Results, sites: tuple[Site, ...], plans: tuple[Estate, ...] = ()) -> tuple[Switch, ...]:
    """Return a switch for each site, in the order given; hours that only a plan has are a state too."""
    points = in_degrees(sites, results.area.crs)
    baseline = estate_before(results.scenario, results.area)
    common = _common_reduced(results)
    return tuple(
        _switch(site, (float(point.x), float(point.y)), results, (baseline, common, plans))
        for site, point in zip(sites, points, strict=True)
    )


def _switch(site: Site, place: tuple[float, float], results: Results, ground: Ground) -> Switch:
    baseline, common, plans = ground
    week = (results.scenario.week_start, results.area.holidays)
    old, new = _hours(site.site_id, results.before), _hours(site.site_id, results.after)
    texts = _states(old, new, common, week)
    for number, plan in enumerate(plans, start=1):
        if (text := _hours(site.site_id, plan)) not in texts.values():
            texts[f"plan{number}"] = text
    if new == CLOSED:
        texts |= _other_hours(texts)
    before = results.before.sites.get(site.site_id)
    return Switch(
        site_id=site.site_id,
        name=site.name,
        borough_name=results.area.borough_name_of(site),
        longitude=round(place[0], 5),
        latitude=round(place[1], 5),
        easting_metres=site.easting_metres,
        northing_metres=site.northing_metres,
        before=spells_of(old, *week),
        before_words=hours_in_words(old, confidence=before.hours_confidence if before else ""),
        choices=tuple(_choice(state, text, site, (results, baseline)) for state, text in texts.items()),
        start=list(texts.values()).index(new),
        in_use=old != CLOSED or new != CLOSED,
    )


def presets(switched: tuple[Switch, ...], plans: Mapping[str, Estate]) -> tuple[Preset, ...]:
    """Return each plan, by title, as choices of the switches; none where it has a counter they lack.

    One of the same id in another place is another counter.
    """
    known = {(one.site_id, one.easting_metres, one.northing_metres) for one in switched}
    return tuple(
        Preset(title=title, chosen=tuple(_chosen(one, plan) for one in switched))
        for title, plan in plans.items()
        if {(site.site_id, site.easting_metres, site.northing_metres) for site in plan.counters} <= known
    )


def _chosen(one: Switch, plan: Estate) -> int:
    return [choice.hours for choice in one.choices].index(_hours(one.site_id, plan))


def _hours(site_id: str, estate: Estate) -> str:
    return estate.sites[site_id].hours if site_id in estate.sites else CLOSED


def _states(old: str, new: str, common: tuple[str, ...], week: Week) -> dict[State, str]:
    """Return the hours of each state: the longest known, shorter ones, none, and the scenario's if other."""
    open_text = max((old, new), key=lambda text: hours_a_week(text, *week))
    if open_text == CLOSED:
        open_text = ALWAYS
    longest = hours_a_week(open_text, *week)
    candidates = (old, new, *common, *USUAL_REDUCED)
    shorter = [text for text in candidates if 0 < hours_a_week(text, *week) < longest]
    states: dict[State, str] = {"open": open_text}
    if shorter:
        states["reduced"] = shorter[0]
    states["closed"] = CLOSED
    if new not in states.values():
        states["other"] = new
    return states


def _other_hours(texts: dict[State, str]) -> dict[State, str]:
    """Return usual hours that a closed counter may open at, as ``hours1`` and so on."""
    usual = [text for text in USUAL_HOURS if text not in texts.values()]
    return {f"hours{number}": text for number, text in enumerate(usual, start=1)}


def _common_reduced(results: Results) -> tuple[str, ...]:
    """Return the hours most counters go to that go to shorter ones; none where none does."""
    week = (results.scenario.week_start, results.area.holidays)
    gone = [
        site.hours
        for key, site in sorted(results.after.sites.items())
        if key in results.before.sites
        and 0 < hours_a_week(site.hours, *week) < hours_a_week(results.before.sites[key].hours, *week)
    ]
    return tuple(text for text, _ in Counter(gone).most_common(1))


def _choice(state: State, text: str, site: Site, ground: tuple[Results, Estate]) -> Choice:
    results, baseline = ground
    change, line = change_of(site, text, results, baseline)
    return Choice(
        state=state,
        words=hours_in_words(text),
        spells=spells_of(text, results.scenario.week_start, results.area.holidays),
        change=change,
        hours=text,
        line=line,
    )


@cache
def spells_of(text: str, week: dt.date, holidays: Holidays) -> Spells:
    """Return open spells as minutes from the week's beginning, to the end of the first day after it.

    That day has the hours of its own date: who sets out late on the week's last day may arrive on it.

    >>> spells_of("Mo 09:00-17:00", dt.date(2026, 3, 9), ("GB", "ENG"))
    ((540, 1020), (10620, 11100))
    """
    start = dt.datetime.combine(week, dt.time())
    pieces = [piece for day in (week, week + WEEK) for piece in week_pieces({"it": text}, day, holidays)]
    spells: list[tuple[int, int]] = []
    for piece in pieces:
        begin, end = (_minutes(edge - start) for edge in (piece.start, piece.end))
        if not piece.open_ids or begin >= LAST_MINUTE:
            continue
        joined = spells.pop()[0] if spells and spells[-1][1] == begin else begin
        spells.append((joined, min(end, LAST_MINUTE)))
    return tuple(spells)


def _minutes(since: dt.timedelta) -> int:
    return int(since.total_seconds()) // SECONDS_PER_MINUTE
