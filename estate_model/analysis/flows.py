"""Who inherits whom: people by the counter that is nearest before and the one that is nearest after."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from estate_model.nouns import Access, Floats, Impact, Integers
from estate_model.nouns.zones import Zoning
from estate_model.results import Results

NO_COUNTER = "(none)"


def flows(impact: Impact, zones: Zoning | None = None) -> pd.DataFrame:
    """Return people by group for each pair of nearest counter before and after: who inherits whom.

    The index is as that of ``by_pair``.
    """
    people = zip(impact.exposure.groups, impact.exposure.people.T, strict=True)
    return by_pair(impact, dict(people), zones)


def by_pair(impact: Impact, numbers: Mapping[str, Floats], zones: Zoning | None = None) -> pd.DataFrame:
    """Return numbers of places added up for each pair of nearest counter before and after.

    The index is ``counter_before`` and ``counter_after`` (``(none)`` = no open counter within reach),
    below ``zone_code`` where the zone of each place is given.
    """
    ids = (*impact.before.site_ids, NO_COUNTER)
    number = nearest_site(impact.before) * len(ids) + nearest_site(impact.after)
    if zones is not None:
        number = zones.index * len(ids) ** 2 + number
    most = int(number.max(initial=0)) + 1
    known = np.flatnonzero(np.bincount(number, minlength=most))
    sums = [np.bincount(number, weights=column, minlength=most)[known] for column in numbers.values()]
    pair, after = np.divmod(known, len(ids))
    zone, before = np.divmod(pair, len(ids))
    names = ["zone_code", "counter_before", "counter_after"][zones is None :]
    codes = [(zones.codes, zone)] if zones is not None else []
    levels = [*codes, (ids, before), (ids, after)]
    index = pd.MultiIndex.from_arrays(
        [np.array(level, dtype=object)[rows] for level, rows in levels], names=names
    )
    table = pd.DataFrame(np.column_stack(sums), index=index, columns=list(numbers))
    return table.sort_index()


def nearest_site(access: Access) -> Integers:
    """Return the number of each place's nearest counter; one past the last where there is none."""
    if access.site_index is None:
        raise ValueError(f"{access.measure} does not say which counter is nearest")
    index = access.site_index.astype(np.int64)
    return np.where(index < 0, len(access.site_ids), index)


def flows_by_borough(results: Results) -> tuple[pd.DataFrame, ...]:
    """Return, for each impact, who inherits whom in each borough."""
    boroughs = results.area.zoning_of("borough")
    tables: list[pd.DataFrame] = []
    for impact in results.impacts:
        same = (n for n, other in enumerate(results.impacts[: len(tables)]) if other.same_journeys(impact))
        known = next(same, None)
        tables.append(flows(impact, boroughs) if known is None else tables[known])
    return tuple(tables)
