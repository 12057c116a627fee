"""Travel time to the nearest open counter, and which counter that is."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from estate_model.access.measure import Measure
from estate_model.nouns import Access, TravelTimes

MEASURE = Measure(
    name="nearest",
    title="Time to the nearest counter open at that moment",
    unit="seconds inside, minutes in outputs",
    better="lower",
    formula="t(p) = min over open counters s of t(p, s); the first in id order where two are equal",
    unreachable="inf: counted apart, never in a mean",
    source="'cost to closest' of the accessibility literature (Pereira et al. 2021, accessibility for R)",
)


def nearest(times: TravelTimes, open_ids: Collection[str]) -> Access:
    """Return whole seconds to the nearest of ``open_ids`` per place, and its column, -1 for none.

    >>> import numpy as np
    >>> from estate_model.nouns import Profile
    >>> walk = Profile(profile_id="walk", label="", mode="walk", speed_kmh=4.8, age_from=0,
    ...                source="", confidence="")
    >>> seconds = np.array([[60, 300], [np.inf, 120]], dtype=np.float32)
    >>> access = nearest(TravelTimes(profile=walk, site_ids=("a", "b"), seconds=seconds), ["a"])
    >>> access.values.tolist(), access.site_index.tolist()
    ([60.0, inf], [0, -1])
    """
    columns = times.among(tuple(open_ids))
    places = len(times.seconds)
    if not len(columns):
        none_open = np.full(places, -1, dtype=np.int64)
        return Access(
            measure=MEASURE.name,
            values=np.full(places, np.inf),
            site_ids=times.site_ids,
            site_index=none_open,
        )
    among = times.seconds[:, columns]
    winner = among.argmin(axis=1)
    best = among[np.arange(places), winner].astype(np.float64)
    index = np.where(np.isfinite(best), columns[winner], -1)
    return Access(measure=MEASURE.name, values=best, site_ids=times.site_ids, site_index=index)
