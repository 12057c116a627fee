"""The zones of a recipe: residents by age band, and the ward, borough and BCU each belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from estate_model.errors import AreaError
from estate_model.inputs.area.age_columns import Tiles, band_of, finest, merged, stated
from estate_model.inputs.build.listed import ground_notes
from estate_model.inputs.build.recipe import Level, Recipe, ZonesPart
from estate_model.inputs.build.recipe_words import Controls
from estate_model.inputs.build.tables import Source
from estate_model.nouns.zone_groups import far_apart
from estate_model.nouns.zones import GROUND, RURAL, TRAFFIC, URBAN
from estate_model.people.exposure import OLDER

WHOLE = "whole-area"
OLD = 65
WHOLES = {100: "percentages", 1: "shares"}
FEW_PEOPLE = 20  # no census has so few in every zone, and parts of people besides
Sources = Mapping[str, Source]


@dataclass(frozen=True, kw_only=True)
class Zones:
    """``table``, indexed by ``zone_code``: level codes and names, then people by age band; and notes."""

    table: pd.DataFrame
    bands: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def residents(self) -> pd.Series:
        """All residents (people) of each zone."""
        return self.table[list(self.bands)].sum(axis=1)

    @property
    def controls(self) -> dict[str, int | float]:
        """What the whole adds up to (people): everybody, and those aged 65 or over."""
        older = [band for band in self.bands if int(band.split("_")[1]) >= OLD]
        columns = {"residents": list(self.bands), "aged_65_plus": older}
        return {name: self.table[bands].to_numpy().sum().item() for name, bands in columns.items()}


def make_zones(recipe: Recipe, sources: Sources) -> Zones:
    """Return the zones of a recipe, in code order.

    Raise AreaError when a zone appears twice, has no ward or borough, or the columns make no complete set of
    ages.
    """
    part, source = recipe.zones, sources[recipe.zones.file]
    every = pd.Index(source.table[source.code], name="zone_code")
    codes, notes = _kept(part, every, sources)
    if not len(codes):
        raise AreaError(f"{source.path}: has no zone")
    if (blank := np.flatnonzero(every == "")).size:
        first = f"in {len(blank):,} rows, the first at line {source.table.index[blank[0]]}"
        raise AreaError(
            f"{source.path}: column '{source.code}' is blank {first}; a row of totals? take it away"
        )
    levels = _levels(recipe, sources, codes)
    tiles = _tiles(part, source)
    people = {band.column: _whole(source.counts(columns, codes)) for band, columns in tiles.items()}
    kinds, said = _kinds(part, sources, codes)
    table = levels.assign(**kinds, **people)
    if not table[list(people)].to_numpy().sum():
        raise AreaError(f"{source.path}: there are no residents")
    zones = Zones(table=table, bands=tuple(people), notes=())
    _check_controls(recipe.controls, source, zones.controls)
    if "residents" not in recipe.controls:
        _check_people(source, zones.residents.to_numpy(dtype=float))
    return replace(zones, notes=(*notes, *said, *_differences(part, source, tiles, zones)))


def _check_controls(expected: Controls, source: Source, controls: Mapping[str, int | float]) -> None:
    """Raise AreaError unless the residents are as many as the recipe says."""
    for name, wanted in expected.items():
        if wanted != controls[name]:
            people = f"expected {wanted:,} people, found {controls[name]:,}"
            raise AreaError(f"{source.path}: controls.{name}: {people}")


def _check_people(source: Source, residents: np.ndarray) -> None:
    """Raise AreaError where zones' residents look like percentages, shares or thousands."""
    some = residents[residents > 0]
    has_parts = bool((some != np.round(some)).any())
    looks = ""
    for whole, word in WHOLES.items():
        if (has_parts or (len(some) > 1 and whole > 1)) and np.isclose(some, whole, rtol=0.01).all():
            looks = f"add up to {whole} in every zone: these look like {word}"
    if not looks and has_parts and (some < FEW_PEOPLE).all():
        looks = f"add up to less than {FEW_PEOPLE} in every zone, with decimals: these look like thousands"
    if looks:
        raise AreaError(
            f"{source.path}: the age columns {looks}; give counts of people (if they are, say how many in "
            "controls.residents)"
        )


def _whole(numbers: np.ndarray) -> np.ndarray:
    """Return whole numbers as integers, so that they are written without a point."""
    return numbers.astype(np.int64) if (numbers == np.round(numbers)).all() else numbers


def _kept(part: ZonesPart, every: pd.Index, sources: Sources) -> tuple[pd.Index, list[str]]:
    codes = every.unique().sort_values()
    if part.keep == "all":
        return codes, []
    if not part.borough.file or part.borough.by != "zone":
        raise AreaError("zones.keep: 'named' needs zones.borough to have a file joined by zone")
    namer = sources[part.borough.file]
    named = codes[codes.isin(namer.table[namer.code])]
    left = len(codes) - len(named)
    return named, ([f"{left:,} zones of other areas in the table of residents are left out."] if left else [])


def _levels(recipe: Recipe, sources: Sources, codes: pd.Index) -> pd.DataFrame:
    """Return code and name of ward, borough and BCU for each zone."""
    part = recipe.zones
    ward = part.ward or Level(file="", code=sources[part.file].code)
    bcu = part.bcu or Level(everywhere=recipe.area.name)
    found: dict[str, pd.Series] = {}
    for name, level in (("ward", ward), ("borough", part.borough), ("bcu", bcu)):
        if level.everywhere:
            found[f"{name}_code"] = pd.Series(level.everywhere if name != "bcu" else WHOLE, index=codes)
            found[f"{name}_name"] = pd.Series(level.everywhere, index=codes)
            continue
        if level.by != "zone" and f"{level.by}_code" not in found:
            raise AreaError(f"zones.{name}.by: a {name} cannot be joined by '{level.by}'")
        keys = codes if level.by == "zone" else pd.Index(found[f"{level.by}_code"])
        table = sources[level.file or part.file].by_code(
            [level.code, level.name or level.code], keys.unique()
        )
        for end, column in (("code", level.code), ("name", level.name or level.code)):
            found[f"{name}_{end}"] = pd.Series(table[column].reindex(keys).to_numpy(), index=codes)
    table = pd.DataFrame(found, index=codes)
    _check_nested(table)
    return table


def _kinds(part: ZonesPart, sources: Sources, codes: pd.Index) -> tuple[dict[str, np.ndarray], list[str]]:
    """Return whether each zone is urban or rural, and its key of traffic, where it is said; and notes."""
    kinds = {}
    for name, kind in ((GROUND, part.ground), (TRAFFIC, part.traffic)):
        if kind is not None:
            named = sources[kind.file].by_code([kind.column], codes)[kind.column].reindex(codes)
            kinds[name] = np.asarray(named, dtype=object)
    notes: list[str] = []
    if part.ground is not None:
        told = kinds[GROUND]
        kinds[GROUND] = np.where(told == "", "", np.where(np.isin(told, part.ground.rural), RURAL, URBAN))
        notes = ground_notes(sources[part.ground.file], part.ground, pd.Series(told, dtype=object))
    return kinds, notes


def _check_nested(table: pd.DataFrame) -> None:
    """Raise AreaError where a level is blank, has two names, or lies in two of the next level."""
    for name, above in (("ward", "borough"), ("borough", "bcu"), ("bcu", None)):
        code = f"{name}_code"
        blank = table.index[(table[code] == "") | (table[f"{name}_name"] == "")]
        if len(blank):
            raise AreaError(f"zones.{name}: zone {blank[0]} has no {name} ({len(blank):,} zones)")
        for other in (f"{name}_name", *([f"{above}_code"] if above else [])):
            pairs = table[[code, other]].drop_duplicates()
            twice = pairs[pairs[code].duplicated(keep=False)]
            if len(twice):
                both = " and ".join(sorted(twice[twice[code] == twice[code].iloc[0]][other])[:2])
                raise AreaError(f"zones.{name}: {name} {twice[code].iloc[0]} has two of {other}: {both}")
        if name == "borough":
            _check_told_apart(table[[code, f"{name}_name"]].drop_duplicates(), name)


def _check_told_apart(pairs: pd.DataFrame, name: str) -> None:
    """Raise AreaError where two codes have one name: a borough whose code changed would be counted as two."""
    codes = pairs[pairs[f"{name}_name"].duplicated(keep=False)]
    if len(codes):
        both = " and ".join(sorted(codes[codes.iloc[:, 1] == codes.iloc[0, 1]].iloc[:, 0])[:2])
        raise AreaError(
            f"zones.{name}: {both} are both called '{codes.iloc[0, 1]}'; where one code replaced the other, "
            "take a lookup of one date, else tell them apart by name"
        )


def _tiles(part: ZonesPart, source: Source) -> Tiles:
    try:
        tiles = stated(part.ages) if part.ages else finest(map(str, source.table.columns))
        kept = merged(tiles, part.bands) if part.bands else tiles
    except ValueError as error:
        raise AreaError(
            f"{source.path}: ages: {error}; say which columns in zones.ages or zones.bands"
        ) from error
    begins = {band.age_from for band in kept}
    for age in sorted(OLDER.values()):
        if age not in begins:
            raise AreaError(
                f"{source.path}: ages: no band begins at {age}, which results for older residents need"
            )
    return kept


def _differences(part: ZonesPart, source: Source, tiles: Tiles, zones: Zones) -> list[str]:
    """Return a note for each total or wider band in the table that differs from the sum of its parts."""
    if part.ages and not part.total:
        return []
    codes, narrow = zones.table.index, {} if part.ages else finest(map(str, source.table.columns))
    used = {name for names in tiles.values() for name in names}
    compared = {part.total: zones.residents.to_numpy(dtype=float)} if part.total else {}
    for column in map(str, source.table.columns) if not part.ages else ():
        band = band_of(column)
        if band is None or column in used or band in narrow:
            continue
        last = float("inf") if band.age_to is None else band.age_to
        inside = [
            name
            for one, (name,) in narrow.items()
            if one.age_from >= band.age_from and (float("inf") if one.age_to is None else one.age_to) <= last
        ]
        compared[column] = source.counts(inside, codes)
    notes = []
    for column, summed in compared.items():
        told = source.counts([column], codes)
        away = np.abs(told - summed)
        odd = np.flatnonzero(far_apart(told, summed))
        if len(odd):
            raise AreaError(
                f"{source.path}: column '{column}' says {told[odd[0]]:,.0f} people in {codes[odd[0]]}, but "
                f"the age bands within it add up to {summed[odd[0]]:,.0f} ({len(odd):,} such zones): a "
                "column is left out, counted twice or misnamed; say which columns in zones.ages"
            )
        if (away > 0).any():
            notes.append(
                f"In {int((away > 0).sum()):,} zones column '{column}' differs from the sum of the age "
                f"bands, by up to {away.max():,.0f} people; the bands are used."
            )
    return notes
