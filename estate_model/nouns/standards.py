"""What results are held against: standards, protected characteristics, and figures with a source."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase

import numpy as np

from estate_model.nouns.ranges import SHARE, Range

PLEDGE, YARDSTICK, BAND = "pledge", "yardstick", "band"
STATUSES = (PLEDGE, YARDSTICK, BAND)
LEVELS = ("area", "borough")
PROTECTED = ("yes", "in part", "no")
ONS_CODE = r"[EW]\d{8}"
PLACES: Mapping[str, str] = {"London": "E09"}
"""Places whose figures may be no other place's: what the codes of their districts begin with."""
FIGURES_ASKED_FOR: Mapping[str, Mapping[str, Range]] = {
    "counter_use": {
        "reports_a_day_low": Range(0, 10_000),
        "reports_a_day_central": Range(0, 10_000),
        "reports_a_day_high": Range(0, 10_000),
        "share_of_visits_that_report_low": Range(0, 1, above=True),
        "share_of_visits_that_report_high": Range(0, 1, above=True),
        "share_of_visits_bail": SHARE,
        "share_of_visits_register": SHARE,
        "share_of_visits_immigration": SHARE,
    },
    "equality_rules": {
        "far_percentile": Range(0.5, 0.999),
        "material_difference": SHARE,
        "material_relative_risk": Range(1, 100),
        "fewest_people_losing": Range(0, 1_000_000),
        "interval_level": Range(0.5, 0.999),
        "fewest_clusters": Range(2, 1000),
    },
}
"""The figures that analyses ask for, by the table they stand in, and between which numbers each must lie."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One number that people may dispute, with its unit and where it comes from."""

    key: str
    value: float
    unit: str
    geography: str
    source: str
    date: str
    url: str
    confidence: str
    notes: str

    def __post_init__(self) -> None:
        """Check that the number is one of 0 or more."""
        if not 0 <= self.value < np.inf:
            raise ValueError(f"{self.key}: must be a number of 0 or more")


@dataclass(frozen=True, kw_only=True)
class Standard:
    """One published standard of access, as a named check reads it.

    ``check`` names the check that tests it and ``threshold`` is in ``unit``; ``share_needed`` (0 to 1) is
    ``None`` where no target was published. ``level`` is ``area``, or ``borough`` where every borough must
    pass. ``applies_to`` is what the codes of the boroughs it was made for begin with (empty = any), and
    ``not_in`` are borough codes it does not cover. A ``pledge`` was made for this service here,
    a ``yardstick`` is borrowed from another service, place or time, a ``band`` is for reporting and has no
    target. ``caveat`` is what walking minutes do not test of it, said in ``caveat_in`` (empty = anywhere).
    """

    standard_id: str
    check: str
    title: str
    definition: str
    status: str
    threshold: float
    unit: str
    share_needed: float | None
    level: str
    applies_to: str
    not_in: tuple[str, ...]
    measured: str
    source: str
    date: str
    url: str
    confidence: str
    caveat: str = ""
    caveat_in: str = ""

    def __post_init__(self) -> None:
        """Check status, threshold and share."""
        if self.status not in STATUSES:
            raise ValueError(f"standard {self.standard_id}: status must be one of {', '.join(STATUSES)}")
        if not 0 < self.threshold < np.inf:
            raise ValueError(f"standard {self.standard_id}: threshold must be a number above 0")
        if self.share_needed is not None and not 0 < self.share_needed <= 1:
            raise ValueError(f"standard {self.standard_id}: share_needed must be above 0 and at most 1")
        if self.level not in LEVELS:
            raise ValueError(f"standard {self.standard_id}: level must be area or borough")

    def in_words(self, words: Mapping[str, str]) -> Standard:
        """Return the standard with an area's own words for what it speaks of."""

        def own(text: str) -> str:
            return re.sub(rf"\b({'|'.join(words)})\b", lambda found: words[found[0]], text)

        return replace(
            self, title=own(self.title), definition=own(self.definition), measured=own(self.measured),
            unit=own(self.unit),
        )  # fmt: skip

    def covers(self, borough_code: str) -> bool:
        """Whether the standard was made for this borough."""
        return borough_code.startswith(self.applies_to) and borough_code not in self.not_in


@dataclass(frozen=True, kw_only=True)
class Characteristic:
    """A characteristic that an equality analysis must speak of, and which groups of an area test it.

    ``patterns`` are group ids, ``*`` standing for any letters; ``protected`` is ``yes``, ``in part``
    or ``no``; ``cannot_test`` says what is missing where an area has no such group.
    """

    characteristic: str
    protected: str
    patterns: tuple[str, ...]
    cannot_test: str
    source: str
    date: str
    url: str
    confidence: str

    def tests(self, group_id: str) -> bool:
        """Whether a group of this id tests the characteristic.

        >>> race = Characteristic(characteristic="race", protected="yes", patterns=("ethnic_*",),
        ...                       cannot_test="", source="", date="", url="", confidence="")
        >>> race.tests("ethnic_asian"), race.tests("no_car")
        (True, False)
        """
        return any(fnmatchcase(group_id, pattern) for pattern in self.patterns)


@dataclass(frozen=True, kw_only=True)
class Yardsticks:
    """Everything that results are held against; shared by all areas.

    ``elsewhere`` names the figures that were found in a place that is not the area's, and do not hold in it.
    """

    standards: tuple[Standard, ...] = ()
    characteristics: tuple[Characteristic, ...] = ()
    figures: Mapping[str, Figure] = field(default_factory=dict)
    elsewhere: frozenset[str] = frozenset()

    def of_area(self, districts: Collection[str], labels: Mapping[str, str]) -> Yardsticks:
        """Return them as they hold in an area with these district codes.

        Standards of every area get the area's own words for a borough; those made for other districts alone
        (the Met's pledges, outside London) are left out, and figures found in another place only (reports a
        day at London's counters) are named in ``elsewhere``. An area whose districts have no codes of ONS is
        taken to be anywhere.
        """
        words = {"boroughs": labels["boroughs"], "borough": labels["borough"]}
        coded = all(re.fullmatch(ONS_CODE, code) for code in districts)
        away = {
            key for key, figure in self.figures.items() if coded and not _is_in(figure.geography, districts)
        }
        standards = tuple(
            one if one.applies_to else one.in_words(words)
            for one in self.standards
            if not coded or any(map(one.covers, districts))
        )
        standards = tuple(
            one if not coded or _is_in(one.caveat_in, districts) else replace(one, caveat="")
            for one in standards
        )
        return replace(self, standards=standards, elsewhere=frozenset(away))

    def value(self, key: str) -> float:
        """Return a figure's number; raise KeyError when there is none of that name."""
        return self.figures[key].value


def _is_in(place: str, districts: Collection[str]) -> bool:
    """Whether any of the districts is of a place; every district is of a place whose codes are not known."""
    return any(code.startswith(PLACES.get(place, "")) for code in districts)
