"""What every check of a standard has in common: the case it judges, and its outcome."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from estate_model.nouns import Access, Booleans, Estate, Floats, Impact
from estate_model.nouns.area import Area
from estate_model.nouns.standards import Standard
from estate_model.nouns.zones import Zoning, zoning
from estate_model.people.exposure import EVERYONE

SHARE_OF_RESIDENTS = "share of residents"
PASS, FAIL, NO_TARGET = "pass", "fail", "no target"
NOT_HERE, UNTESTED = "does not apply here", "cannot be tested"
DIGITS = 12  # of a share: sums of parts of people are a hair out, and 90% must be 90% to pass


@dataclass(frozen=True, kw_only=True)
class Case:
    """What is judged: an area with its estate before and after, at one moment.

    ``base_minutes`` is the walk between a ward and its officers' base, by ward code, where it is known.
    """

    area: Area
    before: Estate
    after: Estate
    impact: Impact
    week_start: dt.date
    zone_index: npt.NDArray[np.intp]
    residents: Floats
    boroughs: Zoning
    wards: Zoning
    base_minutes: Mapping[str, float] = field(default_factory=dict)
    squares_known: dict[tuple[float, float], Floats] = field(default_factory=dict)
    miles_known: dict[tuple[tuple[float, float], ...], Floats] = field(default_factory=dict)

    def estate(self, when: str) -> Estate:
        """Return the estate ``before`` or ``after``."""
        return self.before if when == "before" else self.after

    def access(self, when: str) -> Access:
        """Return access to the nearest open counter, ``before`` or ``after``."""
        return self.impact.before if when == "before" else self.impact.after

    def served(self, inside: Booleans) -> Floats:
        """Return the residents of places ``inside``, by zone; ``residents`` has all, in the same order."""
        people = self.impact.exposure.of(EVERYONE)
        served = np.bincount(self.zone_index, weights=people * inside, minlength=len(self.residents))
        return np.asarray(served, dtype=np.float64)


def cases(
    area: Area,
    estates: tuple[Estate, Estate],
    impacts: Sequence[Impact],
    week_start: dt.date,
    base_minutes: Mapping[str, float] | None = None,
) -> tuple[Case, ...]:
    """Return the case at each moment; straight-line distances are shared between them."""
    index = area.place_zone
    people = impacts[0].exposure.of(EVERYONE)
    residents = np.bincount(index, weights=people, minlength=len(area.zones)).astype(np.float64)
    boroughs, wards = zoning(area.zones["borough_code"]), zoning(area.zones["ward_code"])
    squares: dict[tuple[float, float], Floats] = {}
    miles: dict[tuple[tuple[float, float], ...], Floats] = {}
    return tuple(
        Case(
            area=area, before=estates[0], after=estates[1], impact=impact, week_start=week_start,
            zone_index=index, residents=residents, boroughs=boroughs, wards=wards,
            base_minutes=base_minutes or {}, squares_known=squares, miles_known=miles,
        )
        for impact in impacts
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a check found: a number against what is needed, and each borough's and ward's own.

    ``value`` is a share, 0 to 1, of what ``value_is`` says; ``parts`` by borough code and ``small_parts`` by
    ward code are shares too, ``parts_below`` how many boroughs are below the share needed (``None`` = no
    target). ``result`` is pass, fail, no target, does not apply here or cannot be tested.
    """

    result: str
    value: float = np.nan
    value_is: str = ""
    margin: float = np.nan
    parts: pd.Series = field(default_factory=lambda: pd.Series(dtype=float))
    small_parts: pd.Series = field(default_factory=lambda: pd.Series(dtype=float))
    parts_below: int | None = None


@dataclass(frozen=True, kw_only=True)
class Check:
    """One way of testing a standard; ``by_moment`` says whether the answer depends on the moment."""

    name: str
    by_moment: bool
    judge: Callable[[Standard, Case, str], Outcome]


def judged(
    standard: Standard, value: float, value_is: str, *, parts: pd.Series, **more: pd.Series
) -> Outcome:
    """Return the outcome of a number held against the share needed; no target where none was published.

    A part (a borough) fails when its own share is below the share needed.
    """
    needed = standard.share_needed
    if needed is None:
        return Outcome(result=NO_TARGET, value=value, value_is=value_is, parts=parts, **more)
    return Outcome(
        result=PASS if value >= needed else FAIL,
        value=value,
        value_is=value_is,
        margin=value - needed,
        parts=parts,
        parts_below=int((parts < needed).sum()),
        **more,
    )


def judge_share(standard: Standard, case: Case, inside: Booleans) -> Outcome:
    """Return the outcome of a standard on residents, ``inside`` telling which places are served.

    The number is the share of residents or, where every borough must pass, the lowest borough's share;
    boroughs the standard does not cover, or without residents, are left out.
    """
    covers = np.array([standard.covers(code) for code in case.boroughs.codes])[case.boroughs.index]
    residents, served = case.residents * covers, case.served(inside) * covers
    if not residents.sum():
        return Outcome(result=NOT_HERE)
    boroughs, wards = (_shares(zones, residents, served) for zones in (case.boroughs, case.wards))
    if standard.level == "borough":
        return judged(
            standard,
            float(boroughs.min()),
            f"lowest {case.area.labels['borough']}'s share of residents",
            parts=boroughs,
            small_parts=wards,
        )
    share = round(float(served.sum() / residents.sum()), DIGITS)
    return judged(standard, share, SHARE_OF_RESIDENTS, parts=boroughs, small_parts=wards)


def _shares(zones: Zoning, residents: Floats, served: Floats) -> pd.Series:
    """Return the share served by ward or borough; one without residents is left out."""
    number = len(zones.codes)
    all_of, some = (np.bincount(zones.index, weights=each, minlength=number) for each in (residents, served))
    lived_in = all_of > 0
    shares = np.round(some[lived_in] / all_of[lived_in], DIGITS)
    return pd.Series(shares, index=np.array(zones.codes, dtype=object)[lived_in])
