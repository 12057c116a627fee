"""What is tried: for each kind of input, a whole one, spoiled anew each time, and the reader it is given to."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from random import Random

import numpy as np
from click.testing import CliRunner

from estate_model.cli import cli
from estate_model.errors import EstateModelError
from estate_model.inputs.area.area_folder import read_area
from estate_model.inputs.area.area_manifest import read_area_manifest
from estate_model.inputs.area.cells import read_cells
from estate_model.inputs.build.recipe_file import read_recipe
from estate_model.inputs.osm.pbf import read_pbf
from estate_model.inputs.osm.street_ways import Wanted
from estate_model.inputs.scenario.scenario_file import read_scenario
from estate_model.inputs.scenario.site_costs import read_costs
from estate_model.inputs.store.matrix_cache import remembered
from estate_model.inputs.timetable.build import build_timetable
from estate_model.inputs.timetable.folder import read_timetable, save_timetable
from tests import worlds
from tests.fuzz.limits import Wrong
from tests.fuzz.mutations import odd_world, spoil
from tests.fuzz.ranges import OUT_OF_RANGE
from tests.inputs import feed_worlds, osm_worlds, recipe_worlds

ROOT = Path(__file__).parent.parent
SCENARIO = ROOT / "fuzz" / "scenario.yaml"
SCENARIOS = (SCENARIO, *sorted((ROOT / "golden").glob("street*.yaml")))
COSTS = b"site_id,fixed,per_hour\nwest,100,1.5\nmid,200,2\n*,50,1\n"
TABLES = ("postcodes.csv.gz", "zones.csv", "sites.csv", "hours.csv", "links.csv", "cells.geojson.gz")
RECIPE_TABLES = (
    "residents.csv", "lookup.csv", "counts.csv", "postcodes.csv", "sites.csv", "hours.csv", "halves.geojson",
)  # fmt: skip
BY_BYTES = 0.6
SECONDS = np.array([[0.0, 300.0], [60.0, np.inf]], dtype=np.float32)


class Kinds:
    """Every kind of input, on one folder of the street world."""

    def __init__(self, folder: Path) -> None:
        """Write the whole inputs."""
        self.folder = folder
        self.whole = worlds.write(folder / "whole")
        self.area = read_area(self.whole / "street", self.whole / "parameters")
        self.recipe = recipe_worlds.write(folder / "tables")
        self.pbf = osm_worlds.write_pbf(folder / "world.osm.pbf")
        self.xml = osm_worlds.write_pbf(folder / "world.osm")

    @cached_property
    def written(self) -> set[str]:
        """The names of what a whole run writes."""
        try:
            self._run(SCENARIO, self.whole, self.folder / "maps")
        except EstateModelError as error:
            raise Wrong(f"the whole scenario was refused: {error}") from None
        return {path.name for path in (self.folder / "maps" / "scenario").iterdir()}

    def scenario(self, rng: Random) -> object:
        """A scenario file, held against the area."""
        path = self._spoiled(rng.choice(SCENARIOS), rng)
        return read_scenario(path, lambda _name: self.area)

    def area_toml(self, rng: Random) -> object:
        """An area's manifest."""
        self._copy(self.whole / "street", self.folder / "area")
        path = self.folder / "area" / "area.toml"
        path.write_bytes(spoil(path.read_bytes(), rng))
        return read_area_manifest(self.folder / "area")

    def tables(self, rng: Random) -> object:
        """A table of an area, signed anew."""
        return self._table(f"street/{rng.choice(TABLES)}", lambda raw: spoil(raw, rng))

    def parameters(self, rng: Random) -> object:
        """A table of parameters, signed anew."""
        names = sorted(
            path.name for path in (self.whole / "parameters").iterdir() if path.stem != "parameters"
        )
        return self._table(f"parameters/{rng.choice(names)}", lambda raw: spoil(raw, rng))

    def ranges(self, rng: Random) -> object:
        """A number outside its allowed range: it must be refused."""
        name, old, new, odd, _ = rng.choice(OUT_OF_RANGE)
        value = rng.choice(odd)
        self.with_number(name, old, new.format(value))
        raise Wrong(f"{name}: {new.format(value)} was accepted")

    def with_number(self, name: str, old: str, new: str) -> None:
        """Read the file with another number in it."""
        if name == "scenario.yaml":
            path = self.folder / name
            path.write_text(SCENARIO.read_text(encoding="utf-8") + new, encoding="utf-8")
            read_scenario(path, lambda _name: self.area)
        else:
            self._table(name, lambda raw: _replaced(raw, old, new))

    def recipe_toml(self, rng: Random) -> object:
        """A recipe."""
        path = self.folder / "spoiled.toml"
        path.write_bytes(spoil(self.recipe.read_bytes(), rng))
        return read_recipe(path)

    def recipe_tables(self, rng: Random) -> None:
        """A table that a recipe names: the area is built whole or not at all."""
        tables, data = self.folder / "spoiled-tables", self.folder / "built"
        self._copy(self.recipe.parent, tables)
        shutil.rmtree(data / "street", ignore_errors=True)
        data.mkdir(exist_ok=True)
        path = tables / rng.choice(RECIPE_TABLES)
        path.write_bytes(spoil(path.read_bytes(), rng))
        try:
            recipe_worlds.build(tables / "street.toml", data)
        finally:
            left = sorted(
                path.name for path in data.iterdir() if path.name not in {"parameters", "for-parameters"}
            )
            if left not in ([], ["street"]) or (left and not (data / "street/area.toml").is_file()):
                raise Wrong(f"left behind: {left}")

    def costs(self, rng: Random) -> object:
        """A small CSV of one's own."""
        path = self.folder / "costs.csv"
        path.write_bytes(spoil(COSTS, rng))
        costs = read_costs(path)
        if not all(0 <= number < np.inf for numbers in costs.values() for number in numbers):
            raise Wrong(f"costs of {costs} were accepted")
        return costs

    def osm(self, rng: Random) -> object:
        """An extract of OpenStreetMap."""
        whole = rng.choice((self.pbf, self.xml))
        path = self.folder / f"spoiled-{whole.name}"
        if rng.random() < BY_BYTES:  # the file's bytes are spoiled; else what it says
            path.write_bytes(spoil(whole.read_bytes(), rng))
        else:
            path.unlink(missing_ok=True)
            osm_worlds.write_pbf(path, *odd_world(rng))
        return read_pbf(path, Wanted(modes=("walk", "drive"), crs="EPSG:27700", speeds=osm_worlds.SPEEDS))

    def feed(self, rng: Random) -> object:
        """A GTFS feed: one of its tables, or the zip itself."""
        tables = {name: text.encode() for name, text in feed_worlds.BASE.items()}
        if by_table := rng.random() < BY_BYTES:
            name = rng.choice(sorted(tables))
            tables[name] = spoil(tables[name], rng)
        path = feed_worlds.write(self.folder / "feed.zip", tables)
        if not by_table:
            path.write_bytes(spoil(path.read_bytes(), rng))
        return build_timetable([path], self.area, None, str)

    def timetable(self, rng: Random) -> object:
        """The manifest of a timetable that was built: changed, it is refused."""
        folder = self.folder / "timetable-of"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        feed = feed_worlds.write(self.folder / "whole-feed.zip")
        path = save_timetable(build_timetable([feed], self.area, None, str), self.area, folder)
        path.write_bytes(spoil(path.read_bytes(), rng))
        return read_timetable(folder)

    def cache(self, rng: Random) -> None:
        """A matrix kept between runs: spoiled, it is computed again."""
        folder = self.folder / "cache"
        shutil.rmtree(folder, ignore_errors=True)
        remembered("key", lambda: SECONDS, folder=folder, say=str)
        path = folder / "key.seconds"
        path.write_bytes(spoil(path.read_bytes(), rng))
        found = remembered("key", lambda: SECONDS, folder=folder, say=str)
        if not np.array_equal(found, SECONDS):
            raise Wrong("a spoiled matrix was used")

    def run(self, rng: Random) -> None:
        """A whole run of a spoiled scenario: every file or none."""
        out = self.folder / "maps-spoiled"
        shutil.rmtree(out, ignore_errors=True)
        names, path = self.written, self._spoiled(SCENARIO, rng)
        try:
            self._run(path, self.whole, out)
        except EstateModelError:
            if out.exists() and any(out.iterdir()):
                raise Wrong(f"a refused run left {sorted(out.iterdir())}") from None
            raise
        written = {path.name for path in (out / "scenario").iterdir()}
        if written != names:
            raise Wrong(f"a run wrote {sorted(written ^ names)} or left it out")

    def _spoiled(self, path: Path, rng: Random) -> Path:
        spoiled = self.folder / "scenario.yaml"
        spoiled.write_bytes(spoil(path.read_bytes(), rng))
        return spoiled

    def _table(self, name: str, change: Callable[[bytes], bytes]) -> object:
        """Read the area with one file changed and signed anew."""
        data = self.folder / "data"
        self._copy(self.whole, data)
        path = data / name
        raw = path.read_bytes()
        path.write_bytes(
            gzip.compress(change(gzip.decompress(raw)), 1, mtime=0) if path.suffix == ".gz" else change(raw)
        )
        worlds.sign(data)
        area = read_area(data / "street", data / "parameters")
        return read_cells(data / "street/cells.geojson.gz", area=area) if "cells" in name else area

    @staticmethod
    def _copy(source: Path, target: Path) -> None:
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(source, target)

    @staticmethod
    def _run(scenario: Path, data: Path, out: Path) -> None:
        result = CliRunner().invoke(cli, ["run", str(scenario), "--data", str(data), "--out", str(out)])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception


def _replaced(raw: bytes, old: str, new: str) -> bytes:
    text = raw.decode()
    if old not in text:
        raise Wrong(f"'{old}' is not there to be changed")
    return text.replace(old, new, 1).encode()


SHARES = {
    "scenario": 36, "area_toml": 18, "recipe_toml": 12, "cache": 6, "costs": 6, "osm": 4, "tables": 7,
    "parameters": 6, "ranges": 4, "recipe_tables": 1, "run": 0.5,
    "feed": 4, "timetable": 2,
}  # fmt: skip
"""Of a hundred inputs, how many are of each kind: most are read alone, few are built or run."""
