"""The groups of residents that are held against everyone else: ages, offline, and those of the zones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from estate_model.nouns import AgeBand, Floats, Impact, Integers
from estate_model.nouns.area import Area
from estate_model.nouns.zone_groups import PEOPLE, Category
from estate_model.people.exposure import EVERYONE, GROUP_LABELS, OFFLINE, OLDER

MOST_CLASSES = 20
DECILE, ENDS_OF_DECILES = "decile", ((1, 2), (9, 10))


@dataclass(frozen=True, kw_only=True)
class EquityGroup:
    """Some residents: ``people`` out of ``base``, both per place, of shape (places,).

    A group of zones is told by shares instead: ``people`` and ``base`` are shares of each zone's residents,
    of shape (zones,), and ``zone`` is the zone of each place.

    ``unit`` is ``households`` where a share of households stands for one of residents; ``finer`` marks one
    class of several that are also shown together.
    """

    group_id: str
    label: str
    unit: str
    people: Floats
    base: Floats
    finer: bool = False
    zone: Integers | None = None

    def __post_init__(self) -> None:
        """Check that the group is a part of its base."""
        if self.people.shape != self.base.shape:
            raise ValueError(f"{self.group_id}: people and base must cover the same places")
        if (self.people < 0).any() or (self.people > self.base * (1 + 1e-9) + 1e-9).any():
            raise ValueError(f"{self.group_id}: people must be from 0 to their base at every place")


def groups_of(impact: Impact, area: Area) -> tuple[EquityGroup, ...]:
    """Return everyone, each age, those likely offline, then the zones' own groups and classes.

    Groups counted by zone are of residents of all ages: a profile for older residents leaves them out.
    A class (such as a decile) is held against the residents of zones whose class is known; a column of more
    than 20 classes is a rank and makes no groups. Deciles also give 1 and 2 together, and 9 and 10.
    """
    everyone = impact.exposure.of(EVERYONE)
    made = [_exposed(impact, group_id, everyone) for group_id in (EVERYONE, *OLDER, OFFLINE[1])]
    made += _ages(area, impact.profile.age_from, everyone)
    if not impact.profile.age_from:
        made += _zone_groups(area)
    for category in area.groups.categories:
        made += _classes(category, area)
    return tuple(made)


def _exposed(impact: Impact, group_id: str, everyone: Floats) -> EquityGroup:
    people = impact.exposure.of(group_id)
    return EquityGroup(
        group_id=group_id, label=GROUP_LABELS[group_id], unit=PEOPLE, people=people, base=everyone
    )


def _ages(area: Area, age_from: int, everyone: Floats) -> Iterator[EquityGroup]:
    for number, band in enumerate(area.places.bands):
        there_already = band.age_to is None and band.age_from in OLDER.values()
        if band.age_from >= age_from and not there_already:
            yield EquityGroup(
                group_id=f"aged_{band.column.removeprefix('age_')}",
                label=f"Residents aged {band.age_from} {_to(band)}",
                unit=PEOPLE,
                people=np.ascontiguousarray(area.places.people[:, number]),
                base=everyone,
            )


def _to(band: AgeBand) -> str:
    return "and over" if band.age_to is None else f"to {band.age_to}"


def _zone_groups(area: Area) -> Iterator[EquityGroup]:
    all_of_them = np.ones(len(area.zones))
    for group in area.groups.groups:
        yield EquityGroup(
            group_id=group.group_id,
            label=group.label,
            unit=group.unit,
            people=np.asarray(area.groups.share(group.group_id), dtype=np.float64),
            base=all_of_them,
            zone=area.place_zone,
        )


def _classes(category: Category, area: Area) -> Iterator[EquityGroup]:
    classes = np.asarray(area.groups.class_of(category.category_id), dtype=np.float64)
    known = ~np.isnan(classes)
    found = [int(number) for number in np.unique(classes[known])]
    if len(found) > MOST_CLASSES:
        return
    all_known = known.astype(np.float64)
    ends = ENDS_OF_DECILES if DECILE in category.category_id else ()
    for numbers in (*ends, *((number,) for number in found)):
        yield EquityGroup(
            group_id=f"{category.category_id}_{'_'.join(map(str, numbers))}",
            label=f"{category.label}: {' and '.join(map(str, numbers))}, {category.meaning}",
            unit=PEOPLE,
            people=np.isin(classes, numbers).astype(np.float64),
            base=all_known,
            zone=area.place_zone,
            finer=bool(ends) and len(numbers) == 1,
        )
