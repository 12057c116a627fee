"""Drivers in traffic: which measured speeds count in an area, by a column of its zones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from estate_model.errors import AreaError, did_you_mean, shown
from estate_model.inputs.osm.uk_speeds import DriveSpeeds
from estate_model.nouns import Profile
from estate_model.nouns.zones import TRAFFIC


def in_traffic(
    profiles: Mapping[str, Profile], zones: pd.DataFrame, speeds: DriveSpeeds, path: Path
) -> dict[str, Profile]:
    """Return the profiles, those that are delayed no faster than traffic was measured in the area's zones.

    Raise AreaError when a zone of the table in ``path`` names a speed that nobody gives.
    """
    named = list(dict.fromkeys(zones[TRAFFIC])) if TRAFFIC in zones else []
    keys = sorted((key for key in named if key), key=lambda key: speeds.traffic_kmh.get(key, 0.0))
    for key in keys:
        if key not in speeds.traffic_kmh:
            known = f"(allowed: {', '.join(speeds.traffic_kmh) or 'none'}, or blank)"
            hint = did_you_mean(key, tuple(speeds.traffic_kmh))
            raise AreaError(f"{path}: {TRAFFIC}: '{shown(key)}' is not in drive_speeds.csv{hint} {known}")
    if not keys:
        return dict(profiles)
    limits = tuple((key, speeds.traffic_kmh[key]) for key in keys)
    words = ", ".join(f"{kmh:g} km/h in {key}" for key, kmh in limits)
    return {
        profile_id: replace(
            one,
            label=f"{one.label}, no faster than traffic was measured ({words})",
            source=f"{one.source}; {speeds.traffic_source}",
            traffic_kmh=limits,
        )
        if one.delay_factor > 1
        else one
        for profile_id, one in profiles.items()
    }
