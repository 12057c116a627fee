"""Read the numbers people may dispute: travel profiles, offline shares, the screening network's factors."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from estate_model.errors import AreaError, first_faults
from estate_model.inputs.parameters.drive_speeds import NO_DELAY
from estate_model.inputs.store.csv_rows import AGE, Row, read_rows
from estate_model.inputs.store.toml_file import Text, read_model
from estate_model.nouns import Profile
from estate_model.nouns.area import OfflineSet
from estate_model.nouns.ground import GROUNDS, Driving, Ground, Screening
from estate_model.nouns.profile import SPEEDS_KMH
from estate_model.nouns.ranges import SHARE
from estate_model.scenario.changes.base import Strict

PROFILE_COLUMNS = ("profile_id", "label", "mode", "speed_kmh", "age_from", "source", "year", "confidence")
SHARE_COLUMNS = (
    "age_from", "age_to", "share_offline", "label", "definition_id", "source", "year", "confidence",
)  # fmt: skip
Shares = tuple[int, int | None, float]


def read_profiles(path: Path, delays: Mapping[str, float]) -> dict[str, Profile]:
    """Return the travel profiles by id; raise AreaError with every wrong row.

    ``delays`` are the factors that a profile may name under ``delay``: real time over free-flow time.
    """
    rows = read_rows(path, PROFILE_COLUMNS, lambda row: _profile(row, delays), key=("profile_id",))
    return {profile.profile_id: profile for profile in rows}


def _profile(row: Row, delays: Mapping[str, float]) -> Profile:
    return Profile(
        profile_id=row.text("profile_id"),
        label=row.text("label"),
        mode=row.text("mode"),
        speed_kmh=row.number("speed_kmh", SPEEDS_KMH),
        age_from=row.whole("age_from", AGE),
        source=f"{row.text('source')} ({row.words('year')})",
        confidence=row.proof(),
        delay_factor=delays[row.one_of("delay", delays) if "delay" in row.cells else NO_DELAY],
    )


def read_offline_sets(path: Path) -> dict[str, OfflineSet]:
    """Return the sets of offline shares that cover every adult age, by ``definition_id``.

    Single published figures (one age range, one sex) stand in the same table as evidence; only the rows with
    a ``label`` make sets that are complete and can be used in a run.
    """
    rows = [(row, shares) for row, shares in read_rows(path, SHARE_COLUMNS, _share) if not row.blank("label")]
    sets, faults = {}, []
    for set_id in sorted({row.words("definition_id") for row, _ in rows}):
        own = [(row, shares) for row, shares in rows if row.words("definition_id") == set_id]
        try:
            sets[set_id] = OfflineSet(
                set_id=set_id,
                label=own[0][0].words("label"),
                shares=tuple(shares for _, shares in own),
                source="; ".join(dict.fromkeys(row.words("source") for row, _ in own)),
                year=", ".join(sorted({row.words("year") for row, _ in own})),
            )
        except ValueError as error:
            faults.append(f"{path}: {error}")
    if faults:
        raise AreaError("\n".join(first_faults(faults)))
    return sets


def _share(row: Row) -> tuple[Row, Shares]:
    if row.blank("label"):
        return row, (0, None, 0.0)  # evidence: it stands in no set
    last = None if row.blank("age_to") else row.whole("age_to", AGE)
    row.text("source")
    row.proof()
    return row, (row.whole("age_from", AGE), last, row.number("share_offline", SHARE))


class _Factors(Strict):
    """As ``PostcodeFactors``: a way is never shorter than the straight line."""

    walked_per_straight_metre: Annotated[float, Field(strict=True, ge=1, le=10)]
    walked_per_straight_metre_beyond: Annotated[float, Field(strict=True, ge=1, le=10)]
    long_step_metres: Annotated[float, Field(strict=True, ge=0, le=100_000)]
    door_metres: Annotated[float, Field(strict=True, ge=0, le=10_000)]


class _Driving(Strict):
    near_metres: Annotated[float, Field(strict=True, ge=0, le=100_000)]
    near_kmh: Annotated[float, Field(strict=True, ge=1, le=SPEEDS_KMH.high)]
    far_kmh: Annotated[float, Field(strict=True, ge=1, le=SPEEDS_KMH.high)]
    start_seconds: Annotated[float, Field(strict=True, ge=0, le=3600)]


class _Ground(Strict):
    error: Text
    source: Text
    walked_per_straight_metre_beyond: Annotated[float, Field(strict=True, ge=1, le=10)] | None = None
    driving: _Driving | None = None


class _ScreeningFile(Strict):
    error: Text
    source: Text
    factors: _Factors
    ground: dict[Literal["urban", "rural", "unknown"], _Ground] = Field(default_factory=dict)


def read_screening(path: Path) -> Screening:
    """Return the calibrated factors of the postcode network and the error measured with them."""
    file = read_model(path, _ScreeningFile)
    grounds: dict[str, Ground] = {
        name: Ground(
            name=name,
            error=one.error,
            source=one.source,
            beyond=one.walked_per_straight_metre_beyond,
            driving=Driving(**one.driving.model_dump()) if one.driving else None,
        )
        for name, one in file.ground.items()
    }
    if grounds and len(grounds) < len(GROUNDS):
        raise AreaError(f"{path}: [ground] must have {', '.join(GROUNDS)}")
    return Screening(factors=file.factors.model_dump(), error=file.error, source=file.source, grounds=grounds)
