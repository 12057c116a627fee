"""People and what they count for, added up for the whole area and by zone: a row each, everyone counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from estate_model.analysis.equity.percentile import CLOSE
from estate_model.nouns import Booleans, Floats
from estate_model.nouns.area import Area
from estate_model.nouns.zones import Zoning
from estate_model.results import WHOLE_AREA

LEVELS = ("borough", "ward", "cell")


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What a person at each place counts for: ``added`` up as people, ``means`` over those with ``minutes``.

    Of ``minutes``, ``inf`` where there are none, the median is taken.
    """

    added: Mapping[str, Booleans]
    minutes: Floats
    means: Mapping[str, npt.NDArray[np.floating[Any]]] = field(default_factory=dict)


def zone_rows(area: Area, people: Floats, counts: Counts, levels: Sequence[str]) -> pd.DataFrame:
    """Return a row for the whole area and each zone of each level; ``median`` is the minutes'."""
    whole = Zoning((WHOLE_AREA,), np.zeros(len(people), dtype=np.intp))
    zonings = {WHOLE_AREA: whole, **{level: area.zoning_of(level) for level in levels}}
    frames = [_table(people, counts, zones).assign(level=level) for level, zones in zonings.items()]
    return pd.concat(frames, ignore_index=True)


def _table(people: Floats, counts: Counts, zones: Zoning) -> pd.DataFrame:
    """Return a row per zone; means are ``nan`` where nobody has minutes."""
    reached = np.isfinite(counts.minutes)

    def total(weights: npt.NDArray[Any]) -> Floats:
        sums = np.bincount(zones.index, weights=people * weights, minlength=len(zones.codes))
        return sums.astype(np.float64)

    able = total(reached)
    able[able == 0] = np.nan
    return pd.DataFrame({
        "zone_code": np.array(zones.codes, dtype=object),
        "people": total(np.ones(len(people))),
        **{name: total(column) for name, column in counts.added.items()},
        **{name: total(np.where(reached, column, 0.0)) / able for name, column in counts.means.items()},
        "median": _medians(counts.minutes, people * reached, zones),
    })  # fmt: skip


def _medians(minutes: Floats, people: Floats, zones: Zoning) -> Floats:
    """Return the least minutes that half of a zone's people do not exceed; ``nan`` where there is nobody."""
    order = np.lexsort((minutes, zones.index))
    running = np.cumsum(people[order])
    ends = np.searchsorted(zones.index[order], np.arange(len(zones.codes)), side="right") - 1
    begun = np.concatenate([[0.0], running[ends[:-1]]])
    total = running[ends] - begun
    half = begun + total / 2 * (1 - CLOSE)  # sums of parts of people are a hair out
    middle = np.minimum(np.searchsorted(running, half), ends)
    return np.where(total > 0, minutes[order][middle], np.nan)
