"""Ward officers based within so many minutes' walk of the ward, where an area says where they are based."""

from __future__ import annotations

import numpy as np
import pandas as pd

from estate_model.analysis.standards.base import (
    DIGITS,
    FAIL,
    NOT_HERE,
    PASS,
    UNTESTED,
    Case,
    Check,
    Outcome,
)
from estate_model.nouns import TravelTimes
from estate_model.nouns.area import Area
from estate_model.nouns.bases import site_id_of
from estate_model.nouns.standards import Standard
from estate_model.units import minutes_from_seconds

WALK = "walk"


def base_minutes(area: Area, times: TravelTimes) -> dict[str, float]:
    """Return the walk, in minutes, between a ward's nearest place and its base, by ward code.

    A ward with several bases has the shortest walk; one whose base or its place is not known is left out.
    Nothing where the times are not of walking.
    """
    if times.profile.mode != WALK:
        return {}
    wards, minutes = area.zoning_of("ward"), dict[str, float]()
    number = {code: place for place, code in enumerate(wards.codes)}
    column = {key: times.seconds[:, place] for place, key in enumerate(times.site_ids)}
    for base in area.bases:
        for code in base.ward_codes if base.site else ():
            seconds = column[site_id_of(base.base_id)][wards.index == number.get(code, -1)]
            walk = float(minutes_from_seconds(seconds.min(initial=np.inf)))
            minutes[code] = min(walk, minutes.get(code, np.inf))
    return minutes


def judge(standard: Standard, case: Case, when: str) -> Outcome:  # noqa: ARG001 - the same for every estate
    """Judge the share of wards whose base is near: a share of the wards whose base is known.

    It passes or fails only where no other ward could change that.
    """
    borough_of = dict(zip(case.wards.index, case.boroughs.index, strict=True))
    boroughs = {
        code: case.boroughs.codes[borough_of[number]]
        for number, code in enumerate(case.wards.codes)
        if number in borough_of and standard.covers(case.boroughs.codes[borough_of[number]])
    }
    if not boroughs:
        return Outcome(result=NOT_HERE)
    near = pd.Series(
        {
            code: float(case.base_minutes[code] <= standard.threshold)
            for code in boroughs
            if code in case.base_minutes
        },
        dtype=float,
    )
    unknown, needed = len(boroughs) - len(near), standard.share_needed or 0.0
    words = f"share of the {case.area.labels['wards']} whose base is known, {len(near)} of {len(boroughs)}"
    least, most = (near.sum() + more for more in (0, unknown))
    enough = round(needed * len(boroughs), DIGITS)
    result = PASS if least >= enough else FAIL if most < enough else UNTESTED
    parts = near.groupby(boroughs).mean()
    return Outcome(
        result=result,
        value=float(near.mean()),
        value_is=words,
        margin=float(near.mean()) - needed if not unknown else float("nan"),
        parts=parts,
        small_parts=near,
        parts_below=int((parts < needed).sum()) if len(parts) else None,
    )


CHECK = Check(name="ward_base", by_moment=False, judge=judge)
