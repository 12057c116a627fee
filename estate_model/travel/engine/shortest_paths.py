"""The engine: one search per site over a sparse network, by SciPy's Dijkstra."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.sparse.csgraph import dijkstra

from estate_model.nouns import Seconds
from estate_model.nouns.streets import Streets

BATCH = 8


def metres_to_sites(streets: Streets, *, progress: Callable[[int, int], None] | None = None) -> Seconds:
    """Return metres from every place to every site, shape (places, sites); ``inf`` = not connected.

    Arcs are searched backwards from the site, so one-way arcs count in the direction of travel.
    """
    backwards = streets.arcs.T.tocsr()
    sites = np.arange(len(streets.site_ids)) + streets.n_places
    metres = np.empty((streets.n_places, len(sites)), dtype=np.float32)
    for first in range(0, len(sites), BATCH):
        batch = sites[first : first + BATCH]
        found = dijkstra(backwards, directed=True, indices=batch)
        metres[:, first : first + len(batch)] = found[:, : streets.n_places].T
        if progress:
            progress(min(first + BATCH, len(sites)), len(sites))
    return metres
