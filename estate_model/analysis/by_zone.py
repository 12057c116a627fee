"""People by zone and group: every measure before and after, and who loses, added up once for all levels.

Places are put in order of their smallest part (of a ward in a cell) once; people times what each person
counts for is then one small matrix product a part. Wards, cells and all larger zones are sums of parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pandas as pd

from estate_model.access import MEASURES
from estate_model.analysis.impact import counts_of_change
from estate_model.nouns import WHEN, Access, Booleans, Exposure, Floats, Impact, Integers, Limits
from estate_model.nouns.area import Area
from estate_model.nouns.zones import Zoning
from estate_model.results import WHOLE_AREA, Results

INDEX = ("profile", "moment", "zone_code", "group")
Week = tuple[Access, Access]
Column = Floats | Booleans
ZoneSums = tuple[Impact, Floats]
"""An impact, and its sums over zones: shape (groups, zones, columns)."""


@dataclass(frozen=True)
class Parts:
    """Places in order of some zoning: ``order`` are their rows, ``edges`` where each zone's places begin."""

    order: Integers
    edges: Integers

    @classmethod
    def of(cls, index: Integers, count: int) -> Parts:
        """Return the places in order of their zone's number."""
        order = np.argsort(index, kind="stable")
        return cls(order, np.searchsorted(index[order], np.arange(count + 1)))

    def sums(self, people: Floats, weights: Floats) -> Floats:
        """Return people x weights added up, shape (groups, zones, columns); both have places in order.

        ``people`` has a row per place and a column per group, ``weights`` a row per column of the sums.
        """
        sums = np.empty((len(self.edges) - 1, people.shape[1], len(weights)))
        edges = self.edges.tolist()
        for zone, (first, last) in enumerate(pairwise(edges)):
            np.matmul(people[first:last].T, weights[:, first:last].T, out=sums[zone])
        return sums.transpose(1, 0, 2)


@dataclass(frozen=True, kw_only=True)
class ByZone:
    """Results by level: ``all``, ``bcu``, ``borough`` and ``ward``, and by cell for the first profile.

    Each is indexed by profile, moment, zone code and group; people are not rounded. ``sums`` are those of the
    wards, which may be added up; ``everyone_by_cell`` has the first group alone, for every profile.
    """

    sums: pd.DataFrame
    levels: Mapping[str, pd.DataFrame]
    cells: pd.DataFrame
    everyone_by_cell: pd.DataFrame


def by_zone(results: Results) -> ByZone:
    """Return people by zone and group at every level."""
    area = results.area
    wards, cells = area.zoning_of("ward"), area.zoning_of("cell")
    pairs, part = np.unique(wards.index * len(cells.codes) + cells.index, return_inverse=True)
    parts = Parts.of(part, len(pairs))
    ward_of, cell_of = (
        Zoning(zones.codes, of)
        for zones, of in zip((wards, cells), np.divmod(pairs, len(cells.codes)), strict=True)
    )
    first, columns = results.impacts[0].profile, _columns(results.impacts[0], results)
    by_ward: list[ZoneSums] = []
    by_cell: list[ZoneSums] = []
    for impact in results.impacts:
        known = next((n for n, (other, _) in enumerate(by_ward) if other.same_journeys(impact)), None)
        if known is not None:
            by_ward.append((impact, by_ward[known][1]))
            by_cell.append((impact, by_cell[known][1]))
            continue
        values = _sums(impact, results, parts)
        by_ward.append((impact, _added(values, ward_of)))
        by_cell.append((impact, _added(values if impact.profile == first else values[:1], cell_of)))
    headline = [(impact, values) for impact, values in by_cell if impact.profile == first]
    everyone = [(impact, values[:1]) for impact, values in by_cell]
    return ByZone(
        sums=table_of(by_ward, wards.codes, columns),
        levels={
            level: readable(
                table_of(
                    [(impact, _added(values, zones)) for impact, values in by_ward], zones.codes, columns
                )
            )
            for level, zones in _levels(area, wards.codes)
        },
        cells=readable(table_of(headline, cells.codes, columns)),
        everyone_by_cell=readable(table_of(everyone, cells.codes, columns)),
    )


def sums_by_zone(impact: Impact, week: Week, zones: Zoning, limits: Limits) -> pd.DataFrame:
    """Return, per zone and group, columns that may be added up: people, person-minutes, person-weeks.

    ``week`` is the share of the week before and after, per place. The index is ``zone_code`` and
    ``group``; people are not rounded. ``readable`` turns sums, of these or larger zones, into results.
    """
    parts = Parts.of(zones.index, len(zones.codes))
    weights = weights_of(impact, week, limits)
    values = parts.sums(impact.exposure.people[parts.order], stacked(weights)[:, parts.order])
    table = table_of([(impact, values)], zones.codes, tuple(weights))
    return table.droplevel(["profile", "moment"])


def readable(sums: pd.DataFrame) -> pd.DataFrame:
    """Return results from sums: what each measure makes of them, before and after, then people."""
    columns = {"people": sums["people"]}
    for when in WHEN:

        def summed(name: str, when: str = when) -> pd.Series:
            return sums[name if name == "people" else f"{name}_{when}"]

        for measure in MEASURES:
            columns |= {f"{name}_{when}": column for name, column in measure.results(summed).items()}
    columns |= {name: sums[name] for name in sums.columns if name.startswith("people_")}
    return pd.DataFrame(columns)


def weights_of(impact: Impact, week: Week, limits: Limits) -> dict[str, Column]:
    """Return what each person at a place counts for, by column: of each measure, and of change."""
    weights: dict[str, Column] = {"people": np.ones(len(impact.before.values))}
    for when, near, share in zip(WHEN, (impact.before, impact.after), week, strict=True):
        for measure in MEASURES:
            counts = measure.counts(near, share, limits) if measure.counts else {}
            weights |= {f"{name}_{when}": column for name, column in counts.items()}
    return weights | counts_of_change(impact, limits)


def _columns(impact: Impact, results: Results) -> tuple[str, ...]:
    few = at_places(impact, np.arange(min(1, len(impact.before.values))))
    week = results.week[impact.profile.profile_id]
    return tuple(weights_of(few, week_at_places(week, np.arange(len(few.before.values))), results.limits))


def _sums(impact: Impact, results: Results, parts: Parts) -> Floats:
    """Return one impact's sums, shape (groups, parts, columns), residents in = residents out."""
    ordered = at_places(impact, parts.order)
    week = week_at_places(results.week[impact.profile.profile_id], parts.order)
    values = parts.sums(ordered.exposure.people, stacked(weights_of(ordered, week, results.limits)))
    if not np.allclose(values[:, :, 0].sum(axis=1), impact.exposure.people.sum(axis=0), rtol=1e-9, atol=1e-6):
        raise AssertionError("people in and people out differ")
    return values


def stacked(weights: Mapping[str, Column]) -> Floats:
    """Return weights as one table, a row per column of the sums."""
    table = np.empty((len(weights), len(weights["people"])))
    for row, column in zip(table, weights.values(), strict=True):
        row[:] = column
    return table


def at_places(impact: Impact, rows: Integers) -> Impact:
    """Return the impact on some places, in the order of ``rows``."""
    before, after = (
        Access(
            measure=access.measure,
            values=access.values[rows],
            soon_values=None if access.soon_values is None else access.soon_values[rows],
        )
        for access in (impact.before, impact.after)
    )
    people = Exposure(groups=impact.exposure.groups, people=impact.exposure.people[rows])
    return replace(impact, before=before, after=after, exposure=people)


def week_at_places(week: Week, rows: Integers) -> Week:
    """Return the shares of the week of some places, in the order of ``rows``."""
    before, after = (Access(measure=access.measure, values=access.values[rows]) for access in week)
    return before, after


def _added(values: Floats, zones: Zoning) -> Floats:
    """Return sums of parts, shape (groups, parts, columns), as sums of zones; ``zones`` are the parts'."""
    parts = Parts.of(zones.index, len(zones.codes))
    sums = np.zeros((len(values), len(zones.codes), values.shape[2]))
    held = np.flatnonzero(np.diff(parts.edges))
    sums[:, held] = np.add.reduceat(values[:, parts.order], parts.edges[held], axis=1)
    return sums


def table_of(sums: Sequence[ZoneSums], codes: Sequence[str], columns: tuple[str, ...]) -> pd.DataFrame:
    """Return sums as a table, by impact, group and zone."""
    groups = sums[0][0].exposure.groups[: len(sums[0][1])]
    keys = [(impact.profile.profile_id, impact.moment.name) for impact, _ in sums]
    profiles, moments = (list(dict.fromkeys(key[part] for key in keys)) for part in (0, 1))
    each = len(groups) * len(codes)
    numbers = np.arange(len(keys) * each)
    index = pd.MultiIndex(
        levels=[profiles, moments, list(codes), list(groups)],
        codes=[
            np.repeat([profiles.index(profile) for profile, _ in keys], each),
            np.repeat([moments.index(moment) for _, moment in keys], each),
            numbers % len(codes),
            numbers // len(codes) % len(groups),
        ],
        names=INDEX,
    )
    return pd.DataFrame(
        np.concatenate([values for _, values in sums]).reshape(-1, len(columns)),
        index=index,
        columns=list(columns),
    )


def _levels(area: Area, wards: Sequence[str]) -> Iterator[tuple[str, Zoning]]:
    """Yield each level with the zone that each ward lies in, in the order in which wards come to them."""
    table = area.zones.drop_duplicates("ward_code").set_index("ward_code").reindex(list(wards))
    yield WHOLE_AREA, Zoning((WHOLE_AREA,), np.zeros(len(wards), dtype=np.intp))
    for level in ("bcu", "borough"):
        index, codes = pd.factorize(table[f"{level}_code"].astype(str))
        yield level, Zoning(tuple(codes), index)
    yield "ward", Zoning(tuple(wards), np.arange(len(wards)))
