"""The whole area with counters shut whose hours are only assumed, worked out from what changes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from estate_model.access.nearest import nearest_in
from estate_model.analysis.by_zone import at_places, readable, stacked, table_of, week_at_places, weights_of
from estate_model.analysis.impact import impacts_of
from estate_model.nouns import Access, Booleans, Floats, Impact
from estate_model.results import WHOLE_AREA, Results


def on_record(results: Results) -> pd.DataFrame:
    """Return the whole area for the first profile, indexed by which counters are shut, moment and group.

    The index is hours, profile, moment and group; it is empty where no hours are assumed. The share of the
    week is not found on such hours.
    """
    given = {impact.moment.name: impact for impact in results.headline_impacts}
    people, moments = results.headline_impacts[0].exposure, results.scenario.moments_of_week()
    times, sums = results.times[results.scenario.profiles[0]], results.analyses["by_zone"].sums
    totals = {
        name: sums.loc[(impact.profile.profile_id, name)].groupby("group").sum().loc[list(people.groups)]
        for name, impact in given.items()
    }
    tables = {}
    for label, pairs in results.on_record.items():
        impacts = impacts_of(times, moments, pairs, (nearest_in(times, moments, pairs), people))
        if impacts:
            shut = [
                (one, totals[name].to_numpy()[:, None] + _added(one, given[name], results))
                for one in impacts
                for name in (one.moment.name,)
            ]
            tables[label] = readable(table_of(shut, (WHOLE_AREA,), tuple(sums.columns)))
    if not tables:
        return pd.DataFrame()
    table = pd.concat(tables, names=["hours"]).droplevel("zone_code")
    return table.drop(columns=[name for name in table if name.startswith("share_of_week")])


def _added(impact: Impact, given: Impact, results: Results) -> Floats:
    """Return what an impact's sums have more than another's, (groups, 1, columns): of places that differ."""
    pairs = ((impact.before, given.before), (impact.after, given.after))
    rows = np.flatnonzero(np.logical_or.reduce([_differs(*pair) for pair in pairs]))
    week = week_at_places(results.week[impact.profile.profile_id], rows)
    new, old = (stacked(weights_of(at_places(one, rows), week, results.limits)) for one in (impact, given))
    added: Floats = ((new - old) @ impact.exposure.people[rows]).T
    return added[:, None]


def _differs(access: Access, other: Access) -> Booleans:
    """Return at which places another time, or another wait for a door, is found."""
    nobody = np.full(len(access.values), np.inf)
    soon = [nobody if one.soon_values is None else one.soon_values for one in (access, other)]
    differs: Booleans = (access.values != other.values) | (soon[0] != soon[1])
    return differs
