"""``build-area --recipe`` as a user types it; the two recipes that come along, on real tables."""

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pydantic import BaseModel

from estate_model.commands.load import load_area
from estate_model.errors import AreaError
from estate_model.inputs.area.area_folder import read_area
from estate_model.inputs.area.cells import read_cells
from estate_model.inputs.build import recipe as recipe_module
from estate_model.inputs.build.recipe_file import read_recipe
from estate_model.inputs.store.toml_file import models_in
from estate_model.scenario.described import descriptions
from tests.inputs import recipe_worlds
from tests.test_cli import invoke

ROOT = Path(__file__).resolve().parents[1]
RECIPES = ROOT / "data" / "recipes"
BESIDE = ROOT.parent / "shared" / "data"
SHARED = Path(os.environ.get("ESTATE_MODEL_SHARED", BESIDE))

SITES = """site_id,name,borough_name,easting,northing
alway,Alway Police Station,Newport,334601,187956
maindee,Maindee Police Station,Newport,332038,188420
newport-central,Newport Central Police Station,Newport,331310,187412
"""
HOURS = """site_id,valid_from,hours,confidence
alway,2023-06-13,Mo-Fr 09:00-17:00,seen in text
maindee,2023-06-13,Mo-Fr 09:00-17:00,seen in text
newport-central,2023-06-13,Mo-Su 08:00-22:00,seen in text
"""
SCENARIO = """
title: Only Newport Central stays
question: Who loses when Maindee and Alway close?
area: newport
baseline: 2023-06-13
changes:
  - close: [maindee, alway]
"""


def needed(area):
    if not (SHARED / area / "postcodes.parquet").is_file():
        pytest.skip(f"the census tables of {area} are not here; ESTATE_MODEL_SHARED names their folder")
    return SHARED / area


# ---- as a user types it ----


def test_a_data_folder_is_made_with_the_parameters_that_came_along(tmp_path):
    recipe = recipe_worlds.write(tmp_path / "tables")
    data = tmp_path / "new" / "data"
    result = invoke("build-area", "my-street", "--recipe", recipe, "--data", data)
    assert f"{data / 'parameters'}: copied from the program" in result.stdout
    assert "placing the postcodes" in result.stderr
    area = load_area("my-street", data)
    assert area.area_id == "my-street"
    assert {"walk", "walk-65-plus", "cycle"} <= set(area.profiles)
    assert area.ground.name == "unknown"
    assert "not measured in this area" in area.ground.error
    assert "my-street: The Street, 1,100 residents" in invoke("areas", "--data", data).stdout
    assert "Groups: Blue or brown; Without a car\n" in invoke("areas", "my-street", "--data", data).stdout


def test_files_are_looked_for_in_each_folder_named(tmp_path):
    recipe = recipe_worlds.write(tmp_path / "tables")
    moved = recipe.rename(tmp_path / "my.toml")
    (tmp_path / "more").mkdir()
    (tmp_path / "tables" / "hours.csv").rename(tmp_path / "more" / "hours.csv")
    words = [
        "build-area",
        "street",
        "--recipe",
        moved,
        "--data",
        tmp_path / "data",
        "--from",
        tmp_path / "tables",
    ]
    with pytest.raises(AreaError, match=r"my\.toml: file\.hours\.path: there is no 'hours\.csv' in .* or "):
        invoke(*words)
    assert not (tmp_path / "data").exists()
    invoke(*words, "--from", tmp_path / "more")
    assert (tmp_path / "data" / "street" / "area.toml").is_file()


def test_a_recipe_that_is_not_there(tmp_path):
    with pytest.raises(AreaError, match=r"newprot: no such file or recipe; did you mean 'newport'\?"):
        invoke("build-area", "x", "--recipe", "newprot", "--data", tmp_path)
    with pytest.raises(AreaError, match="for an area of your own, name a recipe with --recipe"):
        invoke("build-area", "my-town", "--data", tmp_path)


def test_a_recipe_that_came_along_is_found_by_the_areas_name(tmp_path):
    with pytest.raises(AreaError, match=r"newport\.toml: file\.\w+\.path: there is no '"):
        invoke("build-area", "newport", "--data", tmp_path)
    assert list(tmp_path.iterdir()) == []


# ---- the recipes that come along ----


@pytest.mark.parametrize("name", ["london-lsoa", "newport"])
def test_a_shipped_recipe_is_sound(name):
    recipe = read_recipe(RECIPES / f"{name}.toml")
    assert all(part.url.startswith("https://") for part in recipe.file.values())
    assert len({one.id for one in recipe.group}) == len(recipe.group) == 10


@pytest.mark.shared
def test_newport_is_built_and_run(tmp_path):
    tables = needed("newport")
    (tmp_path / "own").mkdir()
    (tmp_path / "own/sites.csv").write_text(SITES)
    (tmp_path / "own/hours.csv").write_text(HOURS)
    (tmp_path / "central.yaml").write_text(SCENARIO)
    data, out = tmp_path / "data", tmp_path / "maps"
    invoke(
        "build-area",
        "newport",
        "--recipe",
        "newport",
        "--from",
        tables,
        "--from",
        tmp_path / "own",
        "--data",
        data,
    )
    area = load_area("newport", data)
    assert area.places.people.sum() == pytest.approx(159_604)
    assert area.places.people[:, [band.age_from >= 65 for band in area.places.bands]].sum() == pytest.approx(
        27_054
    )
    assert (
        "33 of 3,664 postcodes lie outside every polygon, by up to 142 metres, and are given the nearest."
        in area.notes
    )
    assert area.groups.a_year("all_crime").sum() == 3 * 7_517
    assert set(area.groups.table["wimd2019_decile"]) == set(range(1, 11))
    result = invoke("run", tmp_path / "central.yaml", "--data", data, "--out", out)
    assert "Newport had 3 police front counters.\n  - 2 close." in result.stdout
    wards = pd.read_csv(out / "central" / "wards.csv")
    everyone = wards[(wards["group"] == "everyone") & (wards["moment"] == wards["moment"].iloc[0])]
    assert len(everyone) == 21
    assert (out / "central" / "map.html").stat().st_size > 100_000
    duty = pd.read_csv(out / "central" / "psed.csv").drop_duplicates("characteristic", keep="first")
    tested = duty.set_index("characteristic")["tested"]
    assert (tested[["age", "disability", "race", "sex", "deprivation"]] == "yes").all()
    assert (tested[["religion or belief", "pregnancy and maternity"]] == "no").all()
    unequal = pd.read_csv(out / "central" / "inequality.csv")
    by_rank = unequal[unequal["by"] == "wimd2019_rank"].iloc[0]
    assert by_rank["low_after"] < by_rank["value_after"] < by_rank["high_after"]  # 21 wards are the clusters
    demand = pd.read_csv(out / "central" / "demand.csv")
    assert demand[demand["demand"] == "all_crime"]["count_a_year"].iloc[0] == 3 * 7_517
    standards = pd.read_csv(out / "central" / "standards.csv").set_index("standard")
    assert "all_day_in_every_borough" not in standards.index  # a pledge of the Met


@pytest.mark.shared
@pytest.mark.rebuild
def test_london_by_lsoa_has_the_census_totals(tmp_path):
    tables = needed("london")
    invoke("build-area", "london-lsoa", "--recipe", "london-lsoa", "--from", tables, "--data", tmp_path)
    area = read_area(tmp_path / "london-lsoa", tmp_path / "parameters")
    people = area.places.people.sum(axis=0)
    assert people.sum() == pytest.approx(8_799_631)
    assert people[[band.age_from >= 65 for band in area.places.bands]].sum() == pytest.approx(1_043_427)
    assert (len(area.zones), len(area.places)) == (4_994, 180_754)
    assert area.zones["borough_code"].nunique() == 33
    assert area.zones["bcu_code"].nunique() == 13
    assert set(area.places.table["land"]) == {"N", "S"}
    groups = area.groups
    assert groups.table["disabled"].sum() == 1_164_460
    assert groups.share("women").mean() == pytest.approx(0.515, abs=0.001)
    assert groups.table["no_car"].sum() == 1_440_254
    assert groups.a_year("violence_2019").sum() == pytest.approx(217_874, abs=1)
    assert int(np.isnan(groups.a_year("violence_2019")).sum()) == 6
    shown = read_cells(tmp_path / "london-lsoa/cells.geojson.gz", area=area)
    assert set(shown.index) == set(area.zones.index)
    assert sum(path.stat().st_size for path in (tmp_path / "london-lsoa").iterdir()) < 3_500_000


# ---- the manual says what the recipe's reader knows ----

PARTS = {
    "[area]": "AreaPart", "[file.WORD]": "FilePart",
    "[zones]": "ZonesPart",
    "[zones.ward], [zones.borough], [zones.bcu]": "Level", "[zones.ground]": "GroundPart", "[zones.traffic]": "TrafficPart",
    "[boundaries]": "BoundariesPart",
    "[postcodes]": "PostcodesPart", "[sites]": "SitesPart", "[[hours]]": "HoursPart", "[bases]": "BasesPart",
    "[land]": "LandPart", "[links]": "LinksPart",
    "[[group]]": "GroupPart", "[[category]]": "CategoryPart", "[[demand]]": "DemandPart",
}  # fmt: skip
BEGIN, END = "<!-- keys: written by tests/test_own_area.py -->", "<!-- end of keys -->"


def keys_in_words():
    lines = []
    for heading, name in PARTS.items():
        model: type[BaseModel] = getattr(recipe_module, name)
        lines += [
            f"### `{heading}`",
            "",
            " ".join((model.__doc__ or "").replace("``", "`").split()),
            "",
            "| key | what it says |",
            "|---|---|",
        ]
        said = descriptions(model)
        for key, field in model.model_fields.items():
            must = " **Needed.**" if field.is_required() else ""
            default = field.get_default(call_default_factory=True)
            usual = (
                f" Otherwise `{default}`."
                if isinstance(default, str | float) and default not in {"", 0.0}
                else ""
            )
            lines.append(f"| `{key}` | {said.get(key, '').replace('``', '`')}{must}{usual} |")
        lines.append("")
    return "\n".join(lines)


def test_the_manual_has_every_key():
    """Refresh on purpose with: UPDATE_GOLDEN=1 pytest tests/test_own_area.py, and read the difference."""
    path = RECIPES / "README.md"
    before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(f"{before}{BEGIN}\n\n{keys_in_words()}{END}{after}", encoding="utf-8")
    assert path.read_text(encoding="utf-8") == f"{before}{BEGIN}\n\n{keys_in_words()}{END}{after}"


def test_the_manual_has_every_part():
    inside = {
        model.__name__
        for field in recipe_module.Recipe.model_fields.values()
        for model in models_in(field.annotation)
    }
    assert inside | {"Level", "GroundPart", "TrafficPart"} == set(PARTS.values())
