"""Read the numbers people may dispute: travel profiles, offline shares, the screening network's factors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import pandas as pd

from estate_model.errors import AreaError
from estate_model.inputs.parameters.drive_speeds import NO_DELAY
from estate_model.inputs.store.provenance import read_toml
from estate_model.nouns import Profile
from estate_model.nouns.area import OfflineSet, Screening
from estate_model.travel.networks.postcode_factors import PostcodeFactors

SET_PREFIX = "SCENARIO_"


def read_profiles(path: Path, delays: Mapping[str, float]) -> dict[str, Profile]:
    """Return the travel profiles by id; raise AreaError for a speed that is not a number above 0.

    ``delays`` are the factors that a profile may name under ``delay``: real time over free-flow time.
    """
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    profiles = {}
    for number, row in enumerate(table.to_dict("records"), start=2):
        try:
            profile = Profile(
                profile_id=row["profile_id"],
                label=row["label"],
                mode=row["mode"],
                speed_kmh=float(row["speed_kmh"]),
                age_from=int(row["age_from"]),
                source=f"{row['source']} ({row['year']})",
                confidence=row["confidence"],
                delay_factor=delays[row.get("delay", NO_DELAY)],
            )
        except (KeyError, ValueError) as error:
            raise AreaError(f"{path}:{number}: not a travel profile: {error}") from error
        profiles[profile.profile_id] = profile
    return profiles


def read_offline_sets(path: Path) -> dict[str, OfflineSet]:
    """Return the sets of offline shares that cover every adult age, by ``definition_id``.

    Single published figures (one age range, one sex) stand in the same table as evidence; only the
    composed ``SCENARIO_`` sets are complete and can be used in a run.
    """
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    sets = {}
    for set_id, rows in table[table["definition_id"].str.startswith(SET_PREFIX)].groupby("definition_id"):
        try:
            shares = tuple(
                (
                    int(row["age_from"]),
                    int(row["age_to"]) if row["age_to"] else None,
                    float(row["share_offline"]),
                )
                for row in rows.to_dict("records")
            )
            sets[str(set_id)] = OfflineSet(
                set_id=str(set_id),
                label=str(set_id).removeprefix(SET_PREFIX),
                shares=shares,
                source=_basis(rows["notes"]),
                year=", ".join(sorted(set(rows["year"]))),
            )
        except ValueError as error:
            raise AreaError(f"{path}: offline set {set_id}: {error}") from error
    return sets


def _basis(notes: pd.Series) -> str:
    """Return what a set was built from, each part of its rows' notes once."""
    parts = dict.fromkeys(part.strip() for note in notes for part in note.split(";") if part.strip())
    return "built by this project from published figures: " + "; ".join(parts)


def read_screening(path: Path) -> Screening:
    """Return the calibrated factors of the postcode network and the error measured with them."""
    content: dict[str, Any] = dict(read_toml(path))
    for key in ("error", "source", "factors"):
        if key not in content:
            raise AreaError(f"{path}: '{key}' is missing")
    needed = {field.name for field in fields(PostcodeFactors)}
    if set(content["factors"]) != needed:
        raise AreaError(
            f"{path}: [factors] must name {', '.join(sorted(needed))}, each once and nothing else"
        )
    if not all(isinstance(value, (int, float)) and value >= 0 for value in content["factors"].values()):
        raise AreaError(f"{path}: every factor must be a number of 0 or more")
    return Screening(
        factors=content["factors"],
        error=content["error"],
        source=content["source"],
        elsewhere=content.get("elsewhere", ""),
    )
