"""Law: what is kept of answers to other sets of counters changes none."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from estate_model.access.nearest import nearest
from estate_model.access.open_week import ALWAYS, OpenSet
from estate_model.nouns import TravelTimes
from tests.worlds import WALK

SITES = tuple("abcdefghij")
WINDOWS = st.sampled_from([ALWAYS, ((0.0, 4.0),), ((2.0, 6.0),), ((0.0, 3.0), (5.0, 9.0))])
SETS = st.lists(st.dictionaries(st.sampled_from(SITES), WINDOWS), min_size=2, max_size=8)
SECONDS = st.lists(
    st.lists(st.sampled_from([0.0, 1.0, 2.0, 3.0, 5.0, 8.0, np.inf]), min_size=10, max_size=10),
    min_size=1,
    max_size=6,
)


@given(SECONDS, SETS)
def test_each_answer_is_that_of_fresh_times(rows: list[list[float]], sets: list[dict[str, object]]) -> None:
    seconds = np.array(rows, dtype=np.float32)
    times = TravelTimes(profile=WALK, site_ids=SITES, seconds=seconds)
    for some in (*sets, dict.fromkeys(SITES, ALWAYS), dict.fromkeys(SITES[1:], ALWAYS)):
        asked = OpenSet(tuple(sorted(some.items())))
        fresh = nearest(TravelTimes(profile=WALK, site_ids=SITES, seconds=seconds), asked)
        found = nearest(times, asked)
        assert np.array_equal(found.values, fresh.values)
        assert np.array_equal(found.site_index, fresh.site_index)
