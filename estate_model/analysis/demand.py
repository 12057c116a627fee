"""Other demand than residents: recorded crime as weights, and the visits that counters inherit."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import pandas as pd

from estate_model.access.measure import Measure
from estate_model.analysis.equity.compare import by_zone, mean_minutes
from estate_model.analysis.impact import longer_seconds
from estate_model.nouns import WHEN, Floats, Impact
from estate_model.nouns.area import Area
from estate_model.nouns.standards import Yardsticks
from estate_model.nouns.zone_groups import Demand
from estate_model.people.exposure import EVERYONE
from estate_model.units import SECONDS_PER_MINUTE

BOUNDS = ("low", "central", "high")
REPORTS = "reports_a_day_central"
VISITS = {"fewest": "share_of_visits_that_report_high", "most": "share_of_visits_that_report_low"}
COMPELLED = ("share_of_visits_bail", "share_of_visits_register", "share_of_visits_immigration")
MEASURES = (
    Measure(
        name="demand_minutes",
        title="Mean minutes to the nearest open counter, weighted by recorded crime",
        unit="minutes",
        better="lower",
        formula="sum over places of n(p) x t(p) / sum of n(p), t(p) finite; n(p) = a year's count of "
        "the zone, shared over its places by residents (evenly where it has none)",
        unreachable="left out of the mean; a journey that becomes impossible is a loss",
        source="this project. Where offences are recorded, not where victims live, nor who would use a "
        "counter",
    ),
    Measure(
        name="load",
        title="Crime reports and visits a day that a counter takes on",
        unit="reports or visits a day",
        better="lower",
        formula="published reports per counter and day (low, central, high) x the force's own counters "
        "before / residents whose nearest open counter one of those is before = reports a day and resident; "
        "times the residents whose nearest open counter it is; visits = central reports / "
        "share_of_visits_that_report (counter_use.csv): fewest by the high share, most by the low one",
        unreachable="residents who can reach no open counter make no visit",
        source="this project: visits follow the catchment and none is given up, so the load after is at "
        "its most",
    ),
)
NOTES = (
    (
        "Recorded crime says where offences are recorded, not where victims live, nor who would use a "
        "counter. Many are never recorded. Kinds of crime are shown one by one and not added up. Where so "
        "many have no zone that a sum would mislead, counts are left blank and only shares are shown."
    ),
    (
        "Load: every resident is taken to visit as often as any other, the nearest open counter, and no "
        "less often when it is farther away. The low and high figures are those of the quietest and the "
        "busiest counters, as if every counter were like them: bounds, not estimates. Of visits, "
        "published shares that report a crime differ widely (counter_use.csv), so the fewest and the most "
        "visits are far apart. The figures are of the force's own counters; another force's takes on as much "
        "for each resident. People who work "
        "in or visit a place are not its residents: a counter in the centre of a town comes out too "
        "quiet."
    ),
    (
        "Compelled visitors (bail, registers, immigration) cannot go online. Where they live, and which "
        "counter they must report to, is not published. Only their share of visits to a few counters is "
        "(counter_use.csv says where), which is applied to visits. They are not modelled as a demand near "
        "custody suites."
    ),
)
ELSEWHERE = (
    "Reports and visits a day are left blank: the published reports a day (counter_use.csv) are of counters "
    "in another place, and none of this area's were found."
)


def shares_within_zones(area: Area) -> Floats:
    """Return each place's share of its zone's residents, 0 to 1; an even share where the zone has none."""
    zone, people = area.place_zone, area.places.people.sum(axis=1)
    residents = np.bincount(zone, weights=people, minlength=len(area.zones))[zone]
    places = np.bincount(zone, minlength=len(area.zones))[zone]
    return np.where(residents > 0, people / np.where(residents > 0, residents, 1.0), 1.0 / places)


def demand_rows(impact: Impact, area: Area, shares: Floats, *, losing_minutes: int) -> list[dict[str, Any]]:
    """Return a row per demand of the area at one moment: minutes before and after, and how much loses.

    ``shares`` are those of places within their zones: a zone's count is shared over its places by them.
    """
    if not area.groups.demands:
        return []
    everyone, number = impact.exposure.of(EVERYONE), len(area.zones)
    losing = (longer_seconds(impact) > losing_minutes * SECONDS_PER_MINUTE).astype(np.float64)
    weights = {"losing": losing, "placed": np.ones(len(losing))}
    for when, access in impact.accesses.items():
        reached = np.isfinite(access.values)
        weights[f"reach_{when}"] = reached.astype(np.float64)
        weights[f"minutes_{when}"] = np.where(reached, access.values, 0.0) / SECONDS_PER_MINUTE
    of_zones = by_zone(weights, shares, area.place_zone, number=number)
    residents = np.bincount(area.place_zone, weights=everyone, minlength=number).astype(np.float64)
    of_residents = {
        "mean_minutes_after_residents": mean_minutes(impact.after.values / SECONDS_PER_MINUTE, everyone),
        "share_losing_residents": float(everyone @ losing) / float(everyone.sum()),
    }
    return [{**_demand_row(one, area, of_zones, residents), **of_residents} for one in area.groups.demands]


def _demand_row(
    demand: Demand, area: Area, of_zones: Mapping[str, Floats], residents: Floats
) -> dict[str, Any]:
    """Return one demand's row: its count in each zone times what one of it there adds to each sum."""
    a_year = np.asarray(area.groups.a_year(demand.demand_id), dtype=np.float64)
    unknown = np.isnan(a_year)
    counts = np.where(unknown, 0.0, a_year)
    sums = {name: float(counts @ of_one) for name, of_one in of_zones.items()}
    total, losing = sums["placed"], sums["losing"]
    return {
        "demand": demand.demand_id,
        "label": demand.label,
        "unit": demand.unit,
        "period": demand.period,
        "count_a_year": total if demand.totals else np.nan,
        **{f"mean_minutes_{when}": _over(sums[f"minutes_{when}"], sums[f"reach_{when}"]) for when in WHEN},
        "count_losing": losing if demand.totals else np.nan,
        "share_losing": _over(losing, total),
        "zones_not_known": int(unknown.sum()),
        "people_in_zones_not_known": float(residents[unknown].sum()),
        "source": f"{demand.source} ({demand.date})",
    }


def _over(number: float, counted: float) -> float:
    return number / counted if counted > 0 else np.nan


def load(impact: Impact, yardsticks: Yardsticks, *, own: Collection[str]) -> pd.DataFrame:
    """Return, per counter of the travel times, people in its catchment and the daily load, before and after.

    Parameters
    ----------
    impact
        Nearest open counters before and after at one moment.
    yardsticks
        Published reports a day and counter, low, central and high, and what visits are for; what is of
        another place gives blanks.
    own
        The counters before that the published figures are an average of: the force's own. Another force's
        counter takes on as much for each resident.

    """
    ids = impact.before.site_ids
    everyone = impact.exposure.of(EVERYONE)
    people = {
        when: _catchments(access.site_index, everyone, len(ids)) for when, access in impact.accesses.items()
    }
    table = pd.DataFrame(
        {f"people_in_catchment_{when}": counts for when, counts in people.items()},
        index=pd.Index(ids, name="site_id"),
    )
    reached = float(table.loc[table.index.isin(own), "people_in_catchment_before"].sum())
    for bound in BOUNDS:
        key = f"reports_a_day_{bound}"
        a_day = np.nan if key in yardsticks.elsewhere else yardsticks.value(key) * len(own)
        for when, counts in people.items():
            table[f"reports_a_day_{bound}_{when}"] = counts * (a_day / reached) if reached > 0 else np.nan
    compelled = sum(yardsticks.value(key) for key in COMPELLED)
    for bound, share in VISITS.items():
        for when in people:
            visits = table[f"{REPORTS}_{when}"] / yardsticks.value(share)
            table[f"visits_a_day_{bound}_{when}"] = visits
        table[f"compelled_visits_a_day_{bound}_after"] = compelled * table[f"visits_a_day_{bound}_after"]
    return table


def _catchments(site_index: object, people: Floats, number: int) -> Floats:
    """Return people by nearest open counter, leaving out who can reach none."""
    index = np.asarray(site_index)
    kept = index >= 0
    return np.asarray(np.bincount(index[kept], weights=people[kept], minlength=number), dtype=np.float64)
