"""Copy an area, or some of its boroughs, into a data folder of the user's own."""

from __future__ import annotations

import io
import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from estate_model.errors import AreaError, among
from estate_model.inputs.area.area_manifest import MANIFEST, read_area_manifest
from estate_model.inputs.area.area_words import labels_of
from estate_model.inputs.area.bases import BASES_FILE
from estate_model.inputs.area.land import ENDS, LAND_FILE, LINKS_FILE
from estate_model.inputs.area.sites import own_columns
from estate_model.inputs.store.find import PARAMETERS
from estate_model.inputs.store.manifest import compress, stamp, to_toml
from estate_model.inputs.store.plain_file import unpacked
from estate_model.inputs.store.provenance import verify
from estate_model.inputs.store.toml_file import read_toml
from estate_model.nouns import Floats
from estate_model.units import METRES_PER_KILOMETRE

HEADER = "# Copied by estate-model areas --copy-to; do not edit.\n\n"
CSV, CSV_GZ, GEOJSON_GZ = ".csv", ".csv.gz", ".geojson.gz"
AROUND_METRES = 5000.0


@dataclass(frozen=True, kw_only=True)
class Cut:
    """What to keep of an area: some boroughs (none = all), and sites up to so many metres around them."""

    boroughs: tuple[str, ...] = ()
    around_metres: float = AROUND_METRES

    def words(self) -> str:
        """Say what was kept."""
        listed = ", ".join(sorted(self.boroughs))
        around = f"{self.around_metres / METRES_PER_KILOMETRE:g} km"
        return f"{listed}, with the sites up to {around} from their postcodes" if listed else "all of it"


def copy_area(source: Path, root: Path, *, area_id: str, cut: Cut) -> list[str]:
    """Copy the area in folder ``source`` to ``root/area_id``, and its parameters beside it.

    Parameters
    ----------
    source
        The area's folder; its parameters are in the folder ``parameters`` beside it.
    root
        The data folder to copy to; made when it is not there. Parameters that are there are left alone.
    area_id
        The area's name there.
    cut
        What to keep.

    Returns
    -------
    list of str
        A line for each thing done.

    Raises
    ------
    AreaError
        If the area is damaged, a borough is unknown, or something stands at ``root/area_id`` already.
    """
    target = root / area_id
    if target.exists():
        raise AreaError(f"{target}: exists already; give another name (--as) or another folder")
    manifest = read_area_manifest(source)
    files = manifest.file
    verify(source, files)
    kept = _kept(source, cut, labels_of(manifest.labels))
    try:
        root.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{area_id}-", dir=root) as name:
            new = Path(name) / area_id
            entries = []
            for file in files:
                path = new / file.path
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(_cut(file.path, (source / file.path).read_bytes(), kept))
                entries.append({**file.model_dump(), **stamp(path)})
            _write_manifest(source, new, entries, (area_id, cut))
            if not (root / PARAMETERS).exists():
                shutil.copytree(source.parent / PARAMETERS, Path(name) / PARAMETERS)
                (Path(name) / PARAMETERS).rename(root / PARAMETERS)
            new.rename(target)
    except OSError as error:
        raise AreaError(f"{target}: cannot be written: {error.strerror or error}") from None
    return [f"{target}: {cut.words()}", f"{root / PARAMETERS}: speeds, offline shares and factors"]


def _kept(source: Path, cut: Cut, labels: Mapping[str, str]) -> dict[str, set[str]]:
    """Return, by column, the codes that are kept; a column that is not named keeps all. Empty = keep all."""
    if not cut.boroughs:
        return {}
    zones, places, sites = (_table(source / name) for name in ("zones.csv", "postcodes.csv.gz", "sites.csv"))
    sites = sites.rename(columns=own_columns(labels))
    names = sorted(set(zones["borough_name"]))
    for borough in cut.boroughs:
        if borough not in names:
            raise AreaError(f"no {labels['borough']} '{borough}'{among(borough, names)}")
    zones = zones[zones["borough_name"].isin(cut.boroughs)]
    every, places = places, places[places["zone_code"].isin(zones["zone_code"])]
    inside = sites["borough_name"].isin(cut.boroughs)
    away = cKDTree(_points(places)).query(_points(_placed(sites, every)))[0]
    near = sites[inside | (away <= cut.around_metres)]
    return {
        "zone_code": set(zones["zone_code"]),
        "ward_code": set(zones["ward_code"]),
        "site_id": set(near["site_id"]),
        "cell_code": set(places["cell_code"]),
        "link": _links_near(_table(source / LINKS_FILE), places, cut),
    }


def _links_near(links: pd.DataFrame, places: pd.DataFrame, cut: Cut) -> set[str]:
    """Return the names of links between pieces of land that are kept, both ends near a place that is."""
    near, homes = np.ones(len(links), dtype=bool), cKDTree(_points(places))
    for end in ENDS:
        columns = [f"{end}_easting", f"{end}_northing"]
        ends = links[columns].set_axis(["easting", "northing"], axis=1)
        middle = links.reindex(columns=["easting", "northing"])
        points = ends.mask(ends == "", middle).to_numpy(dtype=np.float64)
        near &= homes.query(points)[0] <= cut.around_metres
        near &= links[f"{end}_land"].isin(set(places["land"])).to_numpy()
    return set(links["name"][near])


def _table(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def _placed(sites: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Return buildings with the point of their postcode where they have none of their own."""
    blank = (sites["easting"] == "") & (sites["northing"] == "")
    if not blank.any():
        return sites
    points = places.set_index(places["postcode"].str.replace(" ", ""))
    codes = sites.loc[blank, "postcode"].str.replace(" ", "").str.upper()
    placed = sites.copy()
    for column in ("easting", "northing"):
        placed.loc[blank, column] = points.loc[codes, column].to_numpy()
    return placed


def _points(table: pd.DataFrame) -> Floats:
    return np.asarray(table[["easting", "northing"]], dtype=np.float64)


def _cut(path: str, content: bytes, kept: Mapping[str, set[str]]) -> bytes:
    """Return a file's bytes with only what is kept; a file that names no such code as it is."""
    if not kept or "/" in path or path == LAND_FILE or not path.endswith((CSV, CSV_GZ, GEOJSON_GZ)):
        return content
    text = unpacked(io.BytesIO(content)) if path.endswith(".gz") else content
    if path.endswith(GEOJSON_GZ):
        cells = json.loads(text)
        codes = kept["cell_code"]
        cells["features"] = [one for one in cells["features"] if one["properties"]["cell_code"] in codes]
        return compress(json.dumps(cells, ensure_ascii=False, separators=(",", ":")) + "\n")
    table = pd.read_csv(io.BytesIO(text), dtype=str, keep_default_na=False)
    for column in kept.keys() & set(table.columns):
        table = table[table[column].isin(kept[column])]
    if path == BASES_FILE:
        table = _of_wards(table, kept["ward_code"])
    if path == LINKS_FILE:
        table = table[table["name"].isin(kept["link"])]
    new = table.to_csv(index=False, lineterminator="\n")
    return compress(new) if path.endswith(CSV_GZ) else new.encode()


def _of_wards(bases: pd.DataFrame, wards: set[str]) -> pd.DataFrame:
    """Return the bases that serve a ward that is kept, with those wards alone."""
    codes = bases["ward_codes"].str.split(";")
    served = codes.map(lambda some: ";".join(code for code in some if code.strip() in wards))
    return bases.assign(ward_codes=served)[served != ""]


def _write_manifest(
    source: Path, new: Path, entries: list[dict[str, object]], named: tuple[str, Cut]
) -> None:
    """Write the manifest of a copy: the original's words, the copy's own counts and checksums."""
    document: dict[str, Any] = dict(read_toml(source / MANIFEST))
    area_id, cut = named
    document["area"] = {**document["area"], "id": area_id}
    if cut.boroughs:
        whole = document["area"]["name"]
        document["area"]["name"] = cut.boroughs[0] if len(cut.boroughs) == 1 else f"{whole} in part"
        words = f"Cut out of {whole}: {cut.words()}. Counters farther away are left out."
        document["notes"] = {**document["notes"], "lines": [words, *document["notes"]["lines"]]}
        document.pop("controls", None)
    (new / MANIFEST).write_text(HEADER + to_toml({**document, "file": entries}), encoding="utf-8")
