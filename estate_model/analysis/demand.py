"""Other demand than residents: recorded crime as weights, and the visits that counters inherit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from estate_model.access.measure import Measure
from estate_model.analysis.equity.compare import mean_minutes
from estate_model.analysis.impact import longer_seconds
from estate_model.nouns import Floats, Impact
from estate_model.nouns.area import Area
from estate_model.nouns.standards import Yardsticks
from estate_model.people.exposure import EVERYONE
from estate_model.units import SECONDS_PER_MINUTE

BOUNDS = ("low", "central", "high")
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
        source="this project. Crime is recorded where it happened, which need not be where the victim lives",
    ),
    Measure(
        name="load",
        title="Crime reports and visits a day that a counter takes on",
        unit="reports or visits a day",
        better="lower",
        formula="published reports per counter and day (low, central, high) x counters before, shared "
        "over residents by whose nearest open counter it is; visits = reports / "
        "share_of_visits_that_report (counter_use.csv)",
        unreachable="residents who can reach no open counter make no visit",
        source="this project: visits follow the catchment and none is given up, so the load after is at "
        "its most",
    ),
)
NOTES = (
    (
        "Recorded crime is counted where it happened, not where the victim lives, and many crimes are "
        "never recorded. Kinds of crime are shown one by one and not added up."
    ),
    (
        "Load: every resident is taken to visit as often as any other, the nearest open counter, and no "
        "less often when it is farther away. The low and high figures are those of the quietest and the "
        "busiest counters, as if every counter were like them: bounds, not estimates. People who work "
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


@dataclass(frozen=True, kw_only=True)
class Shared:
    """A year's count at each place, and what could not be placed: zones whose count is not known."""

    at_places: Floats
    zones_not_known: int
    residents_not_known: float


def shared_over_places(area: Area, demand_id: str) -> Shared:
    """Return a demand's yearly counts shared over each zone's places by residents, none lost.

    Where a zone has no residents its count is shared evenly over its places.
    """
    a_year = np.asarray(area.groups.a_year(demand_id).reindex(area.zones.index), dtype=np.float64)
    zone = area.place_zone
    people = area.places.people.sum(axis=1)
    residents = np.bincount(zone, weights=people, minlength=len(a_year))
    places = np.bincount(zone, minlength=len(a_year))
    unknown = np.isnan(a_year)
    counts = np.where(unknown, 0.0, a_year)
    empty = residents[zone] <= 0
    at_places = np.where(empty, 1.0 / places[zone], people / np.where(empty, 1.0, residents[zone]))
    at_places = counts[zone] * at_places
    if not np.isclose(at_places.sum(), counts[places > 0].sum(), rtol=1e-9):
        raise AssertionError(f"{demand_id}: counts in and counts out differ")
    return Shared(
        at_places=at_places,
        zones_not_known=int(unknown.sum()),
        residents_not_known=float(residents[unknown].sum()),
    )


def demand_rows(impact: Impact, area: Area, *, losing_minutes: int) -> list[dict[str, Any]]:
    """Return a row per demand of the area at one moment: minutes before and after, and how much loses."""
    if not area.groups.demands:
        return []
    before, after = impact.before.values / SECONDS_PER_MINUTE, impact.after.values / SECONDS_PER_MINUTE
    loses = longer_seconds(impact) > losing_minutes * SECONDS_PER_MINUTE
    everyone = impact.exposure.of(EVERYONE)
    rows = []
    for demand in area.groups.demands:
        shared = shared_over_places(area, demand.demand_id)
        count = shared.at_places
        total = float(count.sum())
        rows.append(
            {
                "demand": demand.demand_id,
                "label": demand.label,
                "unit": demand.unit,
                "period": demand.period,
                "count_a_year": total,
                "mean_minutes_before": mean_minutes(before, count),
                "mean_minutes_after": mean_minutes(after, count),
                "mean_minutes_after_residents": mean_minutes(after, everyone),
                "count_losing": float(count @ loses),
                "share_losing": float(count @ loses) / total if total > 0 else np.nan,
                "share_losing_residents": float(everyone @ loses) / float(everyone.sum()),
                "zones_not_known": shared.zones_not_known,
                "people_in_zones_not_known": shared.residents_not_known,
                "source": f"{demand.source} ({demand.date})",
            }
        )
    return rows


def load(impact: Impact, yardsticks: Yardsticks, *, counters_before: int) -> pd.DataFrame:
    """Return, per counter of the travel times, people in its catchment and the daily load, before and after.

    Parameters
    ----------
    impact
        Nearest open counters before and after at one moment.
    yardsticks
        Published reports a day and counter, low, central and high, and what visits are for.
    counters_before
        How many counters the published figure is an average of.

    """
    ids = impact.before.site_ids
    everyone = impact.exposure.of(EVERYONE)
    people = {
        when: _catchments(access.site_index, everyone, len(ids))
        for when, access in (("before", impact.before), ("after", impact.after))
    }
    table = pd.DataFrame(
        {f"people_in_catchment_{when}": counts for when, counts in people.items()},
        index=pd.Index(ids, name="site_id"),
    )
    reached = float(people["before"].sum())
    for bound in BOUNDS:
        a_day = yardsticks.value(f"reports_a_day_{bound}") * counters_before
        for when, counts in people.items():
            table[f"reports_a_day_{bound}_{when}"] = counts * (a_day / reached) if reached > 0 else np.nan
    for when in people:
        visits = table[f"reports_a_day_central_{when}"] / yardsticks.value("share_of_visits_that_report")
        table[f"visits_a_day_central_{when}"] = visits
    compelled = sum(yardsticks.value(key) for key in COMPELLED)
    table["compelled_visits_a_day_central_after"] = compelled * table["visits_a_day_central_after"]
    return table


def _catchments(site_index: object, people: Floats, number: int) -> Floats:
    """Return people by nearest open counter, leaving out who can reach none."""
    index = np.asarray(site_index)
    kept = index >= 0
    return np.asarray(np.bincount(index[kept], weights=people[kept], minlength=number), dtype=np.float64)
