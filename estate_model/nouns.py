"""The nouns of the model: frozen, made once, and checked when they are made.

==============  ===========================================  =================================
noun            holds                                        always true
==============  ===========================================  =================================
Site            one building and its counter's hours         a point in metres
Estate          all sites as they stand at one date          ids unique
Places          unit postcodes, with residents by age band   ids unique; people >= 0
Profile         who travels, how, and at what speed          speed > 0
TravelTimes     whole seconds, places x sites, one profile   >= 0; ``inf`` = cannot be reached
Access          one measure, one value per place             covers every place
Exposure        people by group, one row per place           people >= 0
Impact          access before and after, for those people    the two cover the same places
==============  ===========================================  =================================
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]
Seconds = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]

CLOSED, ASSUMED = "off", "assumed"


@dataclass(frozen=True, kw_only=True)
class Site:
    """A building that has, had or could have a front counter.

    Its point is in metres of the area's system; ``hours`` is an OSM ``opening_hours`` text, ``off`` = shut.
    """

    site_id: str
    name: str
    easting_metres: float
    northing_metres: float
    hours: str = CLOSED
    borough_name: str = ""
    hours_confidence: str = ""

    @property
    def is_counter(self) -> bool:
        """Whether the public can walk in at some time of the week."""
        return self.hours != CLOSED


@dataclass(frozen=True)
class Estate:
    """All sites as they stand at one date, or after a scenario's changes."""

    sites: Mapping[str, Site]

    def __post_init__(self) -> None:
        """Check that every site stands under its own id."""
        wrong = [key for key, site in self.sites.items() if key != site.site_id]
        if wrong:
            raise ValueError(f"sites stand under an id that is not theirs: {wrong}")

    def with_sites(self, *changed: Site) -> Estate:
        """Return a new estate in which ``changed`` replace, or join, the sites of the same id."""
        return Estate({**self.sites, **{site.site_id: site for site in changed}})

    def on_record(self) -> Estate:
        """Return the estate with every counter shut whose hours are only assumed."""
        shut = [site for site in self.counters if site.hours_confidence == ASSUMED]
        return self.with_sites(*(replace(site, hours=CLOSED) for site in shut))

    @property
    def counters(self) -> tuple[Site, ...]:
        """The sites with a counter that opens at some time, in id order."""
        return tuple(self.sites[key] for key in sorted(self.sites) if self.sites[key].is_counter)


@dataclass(frozen=True)
class AgeBand:
    """Residents from ``age_from`` up to and including ``age_to`` years (``None`` = and over)."""

    age_from: int
    age_to: int | None

    @property
    def column(self) -> str:
        """The band's column name in a zone table, for example ``age_65_74``."""
        return f"age_{self.age_from}_{'plus' if self.age_to is None else self.age_to}"


@dataclass(frozen=True, kw_only=True)
class Places:
    """Unit postcodes: where residents are.

    ``table``, indexed by ``place_id``, has ``easting_metres``, ``northing_metres``, ``zone_code``,
    ``cell_code`` and ``side`` (of the barrier); ``people`` a column per age band (people, not rounded).
    """

    table: pd.DataFrame
    people: Floats
    bands: tuple[AgeBand, ...]

    def __post_init__(self) -> None:
        """Check ids, shapes and that no count is negative or missing."""
        if not self.table.index.is_unique:
            raise ValueError("place ids are not unique")
        if self.people.shape != (len(self.table), len(self.bands)):
            raise ValueError(f"people has shape {self.people.shape}, not places x age bands")
        if not (np.isfinite(self.people).all() and (self.people >= 0).all()):
            raise ValueError("people counts must be numbers of 0 or more")

    def __len__(self) -> int:
        """Return the number of places."""
        return len(self.table)

    @property
    def xy_metres(self) -> Floats:
        """Points, shape (places, 2), in metres of the area's projected system."""
        return np.asarray(self.table[["easting_metres", "northing_metres"]], dtype=np.float64)


@dataclass(frozen=True, kw_only=True)
class Profile:
    """Who travels and how: a mode, a speed in km/h, and the youngest age it stands for.

    Where streets have speeds of their own (drive) those count, and ``speed_kmh`` where one has none;
    ``delay_factor`` multiplies the time along streets.
    """

    profile_id: str
    label: str
    mode: str
    speed_kmh: float
    age_from: int
    source: str
    confidence: str
    delay_factor: float = 1.0

    def __post_init__(self) -> None:
        """Check that the speed can be travelled at."""
        if not 0 < self.speed_kmh < np.inf:
            raise ValueError(f"profile {self.profile_id}: speed_kmh must be a number above 0")
        if not 1 <= self.delay_factor < np.inf:
            raise ValueError(f"profile {self.profile_id}: delay_factor must be a number of 1 or more")


@dataclass(frozen=True, kw_only=True)
class TravelTimes:
    """Whole seconds from every place to every site, for one profile; ``inf`` = cannot be reached."""

    profile: Profile
    site_ids: tuple[str, ...]
    seconds: Seconds

    def __post_init__(self) -> None:
        """Check the shape and that no time is negative or missing."""
        if self.seconds.shape != (len(self.seconds), len(self.site_ids)):
            raise ValueError(f"seconds has shape {self.seconds.shape}, not places x sites")
        if not (self.seconds >= 0).all():
            raise ValueError("travel times must be 0 seconds or more")

    def among(self, site_ids: Sequence[str]) -> Integers:
        """Return the column numbers of ``site_ids``, in the order of this table's columns."""
        wanted = set(site_ids)
        return np.array([i for i, key in enumerate(self.site_ids) if key in wanted], dtype=np.int64)


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A named time of the reference week at which residents set out."""

    name: str
    at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class Access:
    """One measure of access: a value per place, and for ``nearest`` which site (-1 = none)."""

    measure: str
    values: Floats
    site_ids: tuple[str, ...] = ()
    site_index: Integers | None = None

    def __post_init__(self) -> None:
        """Check that values are one per place and no number is missing."""
        if self.values.ndim != 1 or np.isnan(self.values).any():
            raise ValueError(f"{self.measure}: one number per place, none missing")


@dataclass(frozen=True, kw_only=True)
class Exposure:
    """People by group: ``people`` has a row per place and a column per name in ``groups``."""

    groups: tuple[str, ...]
    people: Floats

    def __post_init__(self) -> None:
        """Check the shape and that no count is negative."""
        if self.people.shape != (len(self.people), len(self.groups)):
            raise ValueError(f"people has shape {self.people.shape}, not places x groups")
        if not (self.people >= 0).all():
            raise ValueError("people counts must be 0 or more")

    def of(self, group: str) -> Floats:
        """Return one group's people, one number per place."""
        return self.people[:, self.groups.index(group)]


@dataclass(frozen=True, kw_only=True)
class Impact:
    """Access before and after, for the same people, at one moment and for one profile."""

    profile: Profile
    moment: Moment
    before: Access
    after: Access
    exposure: Exposure

    def __post_init__(self) -> None:
        """Check that before, after and people speak of the same places."""
        rows = {len(self.before.values), len(self.after.values), len(self.exposure.people)}
        if len(rows) != 1:
            raise ValueError("before, after and people must cover the same places")
