"""Who inherits whom: people by the counter that is nearest before and the one that is nearest after."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from estate_model.nouns import Access, Impact, Integers
from estate_model.results import Results

NO_COUNTER = "(none)"


def flows(impact: Impact, zone_codes: npt.NDArray[np.str_] | None = None) -> pd.DataFrame:
    """Return people by group for each pair of nearest counter before and after: who inherits whom.

    The index is ``counter_before`` and ``counter_after`` (``(none)`` = no open counter within reach),
    below ``zone_code`` where the zone of each place is given.
    """
    before, after = (_nearest(access) for access in (impact.before, impact.after))
    ids = np.array([*impact.before.site_ids, NO_COUNTER])
    zone, codes = np.zeros(len(before), dtype=np.int64), np.array([""])
    if zone_codes is not None:
        zone, unique = pd.factorize(zone_codes, sort=True)
        codes = np.asarray(unique)
    number = (zone * len(ids) + before) * len(ids) + after
    known, row = np.unique(number, return_inverse=True)
    people = [np.bincount(row, weights=column, minlength=len(known)) for column in impact.exposure.people.T]
    pair, after_of = np.divmod(known, len(ids))
    zone_of, before_of = np.divmod(pair, len(ids))
    keys = {"zone_code": codes[zone_of], "counter_before": ids[before_of], "counter_after": ids[after_of]}
    if zone_codes is None:
        del keys["zone_code"]
    index = pd.MultiIndex.from_arrays(list(keys.values()), names=list(keys))
    table = pd.DataFrame(np.column_stack(people), index=index, columns=list(impact.exposure.groups))
    return table.sort_index()


def _nearest(access: Access) -> Integers:
    """Return the number of each place's nearest counter; one past the last where there is none."""
    if access.site_index is None:
        raise ValueError(f"{access.measure} does not say which counter is nearest")
    return np.where(access.site_index < 0, len(access.site_ids), access.site_index)


def flows_by_borough(results: Results) -> tuple[pd.DataFrame, ...]:
    """Return, for each impact, who inherits whom in each borough."""
    zones = results.area.zones
    codes = results.area.places.table["zone_code"].map(zones["borough_code"]).to_numpy(dtype=str)
    return tuple(flows(impact, codes) for impact in results.impacts)
