"""Where the residents of each ward go: the nearest open counter before and after, and how long it takes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from estate_model.access.nearest import TINY
from estate_model.analysis.flows import NO_COUNTER, by_pair
from estate_model.nouns import WHEN, Access, Floats, Impact
from estate_model.nouns.zones import Zoning
from estate_model.people.exposure import EVERYONE
from estate_model.results import Results
from estate_model.units import minutes_from_seconds

COLUMNS = {
    "mean_minutes_to_counter_before": "Mean minutes to counter_before of the row's residents.",
    "mean_minutes_to_counter_after": "Mean minutes to counter_after of the row's residents.",
}


def local_counters(results: Results) -> pd.DataFrame:
    """Return residents and person-minutes by moment, ward, and nearest counter before and after.

    For the first profile. The index is ``moment``, ``ward_code``, ``counter_before`` and ``counter_after``
    (``(none)`` = no open counter within reach); all columns may be added up.
    """
    wards, tables = results.area.zoning_of("ward"), {}
    known: list[tuple[Impact, pd.DataFrame]] = []
    for impact in results.headline_impacts:
        same = next((table for other, table in known if other.same_journeys(impact)), None)
        tables[impact.moment.name] = _of(impact, wards) if same is None else same
        known.append((impact, tables[impact.moment.name]))
    return pd.concat(tables, names=["moment"]).rename_axis(index={"zone_code": "ward_code"})


def _of(impact: Impact, wards: Zoning) -> pd.DataFrame:
    people = impact.exposure.of(EVERYONE)
    spent = {f"person_minutes_{when}": people * _minutes(access) for when, access in impact.accesses.items()}
    return by_pair(impact, {"people": people, **spent}, wards)


def _minutes(access: Access) -> Floats:
    """Return minutes to the nearest counter, 0 where there is none: those rows have no mean."""
    return np.where(np.isinf(access.values), 0.0, minutes_from_seconds(access.values))


def by_counter(pairs: pd.DataFrame, when: str) -> pd.DataFrame:
    """Return people and mean minutes by the counter that is nearest before or after, most people first."""
    sums = pairs.groupby(level=f"counter_{when}").sum()
    means = sums[f"person_minutes_{when}"] / sums["people"].where(sums["people"] > TINY)
    table = pd.DataFrame({"people": sums["people"], "minutes": means})
    return table.sort_values("people", ascending=False, kind="stable")


def tables(found: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the table that goes out: people, and means in place of sums; blank where there is no counter."""
    means = {
        f"mean_minutes_to_counter_{when}": (found[f"person_minutes_{when}"] / found["people"]).where(
            (found["people"] > TINY) & (found.index.get_level_values(f"counter_{when}") != NO_COUNTER)
        )
        for when in WHEN
    }
    return {"local_counters": found[["people"]].assign(**means).reset_index()}
