"""A stranger's tables become an area: the same street, nobody lost, every fault in plain words."""

import gzip
import io
import json
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon, box

from estate_model.errors import AreaError
from estate_model.inputs.area.area_folder import read_area
from estate_model.inputs.area.cells import read_cells
from estate_model.nouns import AgeBand
from tests import worlds
from tests.inputs import recipe_worlds


def built(recipe, data):
    lines = recipe_worlds.build(recipe, data)
    return read_area(data / "street", data / "parameters"), lines


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {path.name}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def by_point(recipe):
    edit(recipe, 'file = "postcodes"\nzone = "zone"', 'file = "postcodes"')


# ---- the same street ----


def test_the_street_by_code_is_the_street_as_drawn(recipe, data):
    area, lines = built(recipe, data)
    drawn = worlds.area()
    assert area.places.people == pytest.approx(drawn.places.people)
    assert area.places.xy_metres == pytest.approx(drawn.places.xy_metres)
    assert list(area.places.table["zone_code"]) == list(worlds.ZONE_OF)
    assert list(area.places.table["cell_code"]) == list(worlds.ZONE_OF)
    assert area.buildings == drawn.buildings
    assert area.hours == drawn.hours
    assert list(area.zones["borough_name"]) == ["Streetham", "Roadley"]
    assert set(area.zones["bcu_name"]) == {"Street Area"}
    assert "1,100 residents in 2 zones, 7 places" in lines
    assert "Drawn on paper." in area.notes
    cells = read_cells(data / "street/cells.geojson.gz", area=area)
    assert list(cells["cell_name"]) == ["West half", "East half"]
    assert cells.area.to_numpy() == pytest.approx([1200 * 400, 1600 * 400], rel=1e-3)


def test_by_point_gives_the_same_and_tells_who_stood_outside(recipe, data):
    by_point(recipe)
    recipe_worlds.write_halves(recipe.parent / "halves.geojson", left=0.25)
    area, _ = built(recipe, data)
    assert area.places.people == pytest.approx(worlds.area().places.people)
    assert (
        "1 of 7 postcodes lie outside every polygon, by up to 100 metres, and are given the nearest."
        in area.notes
    )


def test_the_same_inputs_give_the_same_bytes_and_a_second_build_replaces_the_first(recipe, data):
    recipe_worlds.build(recipe, data)
    first = {path.name: path.read_bytes() for path in (data / "street").iterdir()}
    recipe_worlds.build(recipe, data)
    assert {path.name: path.read_bytes() for path in (data / "street").iterdir()} == first
    assert sorted(path.name for path in data.iterdir()) == ["for-parameters", "parameters", "street"]


def test_every_file_says_where_it_came_from(recipe, data):
    area, _ = built(recipe, data)
    rows = {row["path"]: row for row in area.provenance}
    assert rows["zones.csv"]["derived_from"].startswith("The residents (residents.csv, sha256 ")
    assert rows["zones.csv"]["source_url"] == "https://example.org/residents https://example.org/lookup"
    assert rows["links.csv"]["rows"] == "0"
    assert area.attribution == ("Drawn by hand.",)


def test_a_postcode_that_lies_in_another_zone_than_its_table_says_is_noted(recipe, data):
    edit(recipe.parent / "postcodes.csv", "180000,Z2,small", "180000,Z1,small")
    area, _ = built(recipe, data)
    assert list(area.places.table["zone_code"]) == ["Z1"] * 4 + ["Z2"] * 3
    assert any(
        note.startswith("1 of 7 postcodes lie in or nearer to the polygon of another zone")
        for note in area.notes
    )


def test_another_system_in_metres(recipe, data):
    halves = recipe.parent / "halves.geojson"
    frame = gpd.read_file(halves).to_crs("EPSG:32630")
    frame.to_file(halves, driver="GeoJSON")
    for name in ("postcodes.csv", "sites.csv"):
        table = pd.read_csv(recipe.parent / name)
        points = gpd.GeoSeries.from_xy(table["easting"], table["northing"], crs="EPSG:27700").to_crs(
            "EPSG:32630"
        )
        table.assign(easting=points.x, northing=points.y).to_csv(recipe.parent / name, index=False)
    edit(recipe, 'name = "The Street"', 'name = "The Street"\ncrs = "EPSG:32630"')
    by_point(recipe)
    area, _ = built(recipe, data)
    assert area.places.people == pytest.approx(worlds.area().places.people)
    cells = read_cells(data / "street/cells.geojson.gz", area=area)
    assert cells.area.to_numpy() == pytest.approx(frame.area.to_numpy(), rel=1e-3)


def test_a_table_that_is_not_utf_8(recipe, data):
    (recipe.parent / "lookup.csv").write_bytes(
        recipe_worlds.LOOKUP.replace("West", "W\xe8st").encode("latin-1")
    )
    with pytest.raises(
        AreaError,
        match=r"lookup\.csv:2: cannot be read as UTF-8 text; save the file as CSV UTF-8, or say",
    ):
        recipe_worlds.build(recipe, data)


def test_bands_may_be_joined(recipe, data):
    edit(recipe, 'total = "everyone"', 'total = "everyone"\nbands = [0, 65, 75]')
    area, _ = built(recipe, data)
    assert area.places.bands == (AgeBand(0, 64), AgeBand(65, 74), AgeBand(75, None))
    assert area.places.people.sum(axis=0) == pytest.approx([770, 220, 110])


def test_columns_that_say_no_ages_are_named(recipe, data):
    edit(recipe.parent / "residents.csv", "age_0_14,age_15_64,age_65_74,age_75_plus", "P1,P2,P3,P4")
    edit(
        recipe, 'total = "everyone"',
        'ages = { age_0_64 = ["P1", "P2"], age_65_74 = "P3", age_75_plus = "P4" }',
    )  # fmt: skip
    area, _ = built(recipe, data)
    assert area.places.people.sum(axis=0) == pytest.approx([770, 220, 110])


@pytest.mark.parametrize(
    "names",
    ["Aged 0 to 14,Aged 15 to 64,Aged 65 to 74,Aged 75 and over", "Aged under 15,Aged 15 to 64,aged 65 to 74,Aged 75+"],
)  # fmt: skip
def test_ages_without_the_word_years_are_ages(names, recipe, data):
    edit(recipe.parent / "residents.csv", "age_0_14,age_15_64,age_65_74,age_75_plus", names)
    area, _ = built(recipe, data)
    assert area.places.people == pytest.approx(worlds.area().places.people)


def test_a_total_and_a_wider_band_that_differ_are_noted(recipe, data):
    text = "code,age_0_64,age_65_74,age_75_plus,age_65_plus,everyone\nZ1,210,60,30,90,300\nZ2,560,160,80,243,804\n"
    (recipe.parent / "residents.csv").write_text(text)
    area, _ = built(recipe, data)
    notes = " ".join(area.notes)
    assert "In 1 zones column 'everyone' differs from the sum of the age bands, by up to 4 people" in notes
    assert "column 'age_65_plus' differs from the sum of the age bands, by up to 3 people" in notes
    assert area.places.people.sum() == pytest.approx(1100)


def test_a_zone_without_homes_is_stood_for_by_a_point_inside(recipe, data):
    recipe_worlds.tell_large_users(recipe)
    postcodes = recipe.parent / "postcodes.csv"
    for number in (1, 2, 3):
        edit(postcodes, f"{worlds.WEST + 400 * (number - 1):.0f},180000,Z1,small",
             f"{worlds.WEST + 400 * (number - 1):.0f},180000,Z1,large")  # fmt: skip
    area, _ = built(recipe, data)
    row = area.places.table.loc["Z1"]
    assert (row["easting_metres"], row["northing_metres"]) == (530_400, 180_000)
    assert area.places.people[list(area.places.table.index).index("Z1")].sum() == pytest.approx(300)
    assert any("1 zones (300 residents) have no residential postcode" in note for note in area.notes)


def test_weights_of_ones_own(recipe, data):
    postcodes = pd.read_csv(recipe.parent / "postcodes.csv").assign(homes=[1, 3, 0, 1, 1, 1, 1])
    postcodes.to_csv(recipe.parent / "postcodes.csv", index=False)
    edit(recipe, 'zone = "zone"\n\n[sites]', 'zone = "zone"\nweight = "homes"\n\n[sites]')
    area, _ = built(recipe, data)
    assert area.places.people.sum(axis=1)[:4] == pytest.approx([75, 225, 0, 200])


def test_cells_smaller_than_zones_share_alike(recipe, data):
    worlds.write(recipe.parent / "drawn")
    cells = gpd.read_file(
        gzip.decompress((recipe.parent / "drawn/street/cells.geojson.gz").read_bytes())
    ).drop(index=2)
    cells.to_file(recipe.parent / "cells.geojson", driver="GeoJSON")
    edit(recipe, 'file = "halves"\nname = "label"',
         'file = "halves"\nof = "cells"\nname = "cell_name"\nborough_code = "borough_code"\nborough_name = "borough_name"')  # fmt: skip
    edit(recipe, 'path = "halves.geojson"', 'path = "cells.geojson"')
    edit(recipe, 'code = "id"', 'code = "cell_code"')
    area, _ = built(recipe, data)
    # AA3 has no cell of its own and goes to its neighbour's, to whom it is as near as to the other: C2.
    assert list(area.places.table["cell_code"]) == ["C1", "C2", "C2", "C4", "C5", "C6", "C7"]
    assert area.places.people.sum(axis=1)[:3] == pytest.approx([150, 75, 75])


def test_two_banks_of_a_river(recipe, data):
    links = pd.DataFrame(
        [["Bridge", 531_000, 180_000, "N", 530_900, 180_000, "S", 531_100, 180_000]],
        columns=["name", "easting", "northing", "from_land", "from_easting", "from_northing",
                 "to_land", "to_easting", "to_northing"],
    )  # fmt: skip
    links.to_csv(recipe.parent / "links.csv", index=False)
    (recipe.parent / "banks.csv").write_text("zone,bank\nZ1,north\nZ2,south\n")
    part = '[links]\nfile = "links"\n[land]\nfile = "banks"\npiece = "bank"\nnames = { north = "N", south = "S" }\n'
    files = recipe_worlds.FILE.format(word="links", path="links.csv") + recipe_worlds.FILE.format(
        word="banks", path="banks.csv"
    )
    edit(recipe, "[[group]]", f'{part}{files}code = "zone"\n\n[[group]]')
    area, _ = built(recipe, data)
    assert list(area.places.table["land"]) == ["N"] * 3 + ["S"] * 4
    assert list(area.links["name"]) == ["Bridge"]
    edit(recipe, 'south = "S"', 'sooth = "S"')
    with pytest.raises(AreaError, match=r"land\.names: must name every piece; 'south' has no name"):
        recipe_worlds.build(recipe, data)


def test_ways_may_cross_the_land_around(recipe, data):
    halves = gpd.read_file(recipe.parent / "halves.geojson").to_crs("EPSG:27700")
    west, south, east, north = halves.total_bounds
    neighbour = box(east, south, east + 1000, north)
    gpd.GeoDataFrame(geometry=[neighbour], crs="EPSG:27700").to_file(recipe.parent / "around.geojson")
    area, _ = built(recipe, data)
    assert not area.shore.intersects(neighbour.buffer(-2))
    file = recipe_worlds.FILE.format(word="around", path="around.geojson")
    edit(recipe, "[[group]]", f'[land]\nbeyond = "around"\n{file}\n[[group]]')
    area, _ = built(recipe, data)
    assert area.shore.covers(neighbour.buffer(-2))
    assert area.shore.covers(box(west, south, east, north).buffer(-2))
    edit(recipe, 'beyond = "around"', 'beyond = "around"\nshore = false')
    with pytest.raises(AreaError, match="'beyond' is land that ways may cross"):
        recipe_worlds.build(recipe, data)


def test_a_national_table_is_cut_to_the_area(recipe, data):
    edit(recipe.parent / "residents.csv", "Z2,", "Z9,1,1,1,1,4\nZ2,")
    edit(recipe.parent / "postcodes.csv", "AA1 1AA", "ZZ9 9ZZ,900000,900000,Z9,small\nAA1 1AA")
    edit(recipe, 'total = "everyone"', 'total = "everyone"\nkeep = "named"')
    edit(recipe, 'path = "postcodes.csv"', 'only = { zone = ["Z1", "Z2"] }\npath = "postcodes.csv"')
    area, _ = built(recipe, data)
    assert area.places.people == pytest.approx(worlds.area().places.people)
    assert "1 zones of other areas in the table of residents are left out." in area.notes


def test_parquet_tables_and_polygons_in_degrees(recipe, data):
    pytest.importorskip("pyarrow")
    folder = recipe.parent
    pd.read_csv(folder / "postcodes.csv").to_parquet(folder / "postcodes.parquet")
    gpd.read_file(folder / "halves.geojson").to_crs("EPSG:4326").to_parquet(folder / "halves.parquet")
    edit(recipe, "postcodes.csv", "postcodes.parquet")
    edit(recipe, "halves.geojson", "halves.parquet")
    by_point(recipe)
    area, _ = built(recipe, data)
    assert area.places.people == pytest.approx(worlds.area().places.people)


def test_without_pyarrow_the_message_says_what_to_install(recipe, data, monkeypatch):
    (recipe.parent / "postcodes.parquet").write_bytes(b"PAR1")
    edit(recipe, "postcodes.csv", "postcodes.parquet")
    monkeypatch.setattr(pd, "read_parquet", lambda _path: (_ for _ in ()).throw(ImportError("pyarrow")))
    with pytest.raises(
        AreaError,
        match=r'postcodes\.parquet: reading Parquet needs pyarrow: pip install "estate-model\[build\]"',
    ):
        recipe_worlds.build(recipe, data)


# ---- Nomis ----

BULK = (
    "date,geography,geography code,Age: Total,Age: Aged 14 years and under,Age: Aged 15 to 64 years,"
    "Age: Aged 65 to 74 years,Age: Aged 75 years and over\n"
    "2021,West,Z1,300,30,180,60,30\n2021,East,Z2,800,80,480,160,80\n"
)
QUERY = """"TS007A - Age by five-year age bands"
"ONS Crown Copyright Reserved [from Nomis on 1 May 2024]"

"Population","All usual residents"
"Units","Persons"
"Date","2021"

"2021 super output area - lower layer","mnemonic","Total","Aged 14 years and under","Aged 15 to 64 years","Aged 65 to 74 years","Aged 75 years and over"

"West","Z1","300","30","180","60","30"
"East","Z2","800","80","480","160","80"

"In order to protect against disclosure of personal information, records have been swapped"
"""
ONE_COLUMN = QUERY.replace('lower layer","mnemonic"', 'lower layer"').replace(
    '"West","Z1"', '"E01000001 : West"').replace('"East","Z2"', '"E01000002 : East"')  # fmt: skip


@pytest.mark.parametrize("layout", ["auto", "nomis"])
@pytest.mark.parametrize("text", [BULK, QUERY, "\ufeff" + BULK], ids=["bulk", "query", "byte-order mark"])
def test_a_table_as_nomis_gives_it(text, layout, recipe, data):
    (recipe.parent / "residents.csv").write_text(text, encoding="utf-8")
    total = "Total" if "Units" in text else "Age: Total"
    edit(recipe, 'total = "everyone"', f'total = "{total}"')
    edit(recipe, 'code = "code"', f'format = "{layout}"')
    area, _ = built(recipe, data)
    assert area.places.bands == worlds.BANDS
    assert area.places.people == pytest.approx(worlds.area().places.people)


def test_nomis_codes_and_names_in_one_column(recipe, data):
    for path in (recipe.parent / "lookup.csv", recipe.parent / "counts.csv", recipe.parent / "halves.geojson",
                 recipe.parent / "postcodes.csv"):  # fmt: skip
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("Z1", "E01000001").replace("Z2", "E01000002"), encoding="utf-8")
    (recipe.parent / "residents.csv").write_text(ONE_COLUMN, encoding="utf-8")
    edit(recipe, 'total = "everyone"\n', "")
    edit(recipe, 'code = "code"', "")
    area, _ = built(recipe, data)
    assert list(area.zones.index) == ["E01000001", "E01000002"]
    assert area.places.people == pytest.approx(worlds.area().places.people)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            QUERY + '\n"West","Z1","300","30","180","60","30"\n',
            r"residents\.csv:15: rows go on below the footer",
        ),
        (BULK + "2021,North,Z3,5\n", r"residents\.csv:4: 4 cells, but the header has 8"),
        ('"a title"\n"another"\n', "no header row was found"),
    ],
)
def test_a_nomis_table_with_a_fault(text, said, recipe, data):
    (recipe.parent / "residents.csv").write_text(text, encoding="utf-8")
    edit(recipe, 'code = "code"', 'format = "nomis"')
    edit(recipe, 'total = "everyone"\n', "")
    with pytest.raises(AreaError, match=said):
        recipe_worlds.build(recipe, data)


# ---- nobody is lost ----

counts = st.lists(st.integers(0, 400), min_size=4, max_size=4)
kinds = st.lists(st.sampled_from(["small", "large"]), min_size=7, max_size=7)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(west=counts, east=counts, kind=kinds, pointwise=st.booleans())
def test_every_resident_of_the_table_is_somewhere(west, east, kind, pointwise, tmp_path_factory):
    if not sum(west) + sum(east):
        return
    folder = tmp_path_factory.mktemp("law")
    recipe = recipe_worlds.write(folder / "tables")
    rows = [["Z1", *west, sum(west)], ["Z2", *east, sum(east)]]
    header = recipe_worlds.RESIDENTS.splitlines()[0].split(",")
    pd.DataFrame(rows, columns=header).to_csv(recipe.parent / "residents.csv", index=False)
    pd.read_csv(recipe.parent / "postcodes.csv").assign(kind=kind).to_csv(
        recipe.parent / "postcodes.csv", index=False
    )
    if "large" in kind:
        recipe_worlds.tell_large_users(recipe)
    edit(recipe, 'base = "all"\nunit = "people"', 'base = "houses"\nunit = "households"')
    if pointwise:
        by_point(recipe)
    (folder / "data").mkdir()
    area, _ = built(recipe, folder / "data")
    for code, expected in (("Z1", west), ("Z2", east)):
        inside = (area.places.table["zone_code"] == code).to_numpy()
        assert area.places.people[inside].sum(axis=0) == pytest.approx(expected)


# ---- faults ----

FAULTS = [
    ("street.toml", 'name = "The Street"', 'name = "The Street"\ncrs = "EPSG:4326"', "street.toml: crs 'EPSG:4326' is not in metres"),
    ("street.toml", 'name = "The Street"', 'name = "The Street"\ncrs = "moon"', "street.toml: crs 'moon' is not a coordinate system"),
    ("street.toml", 'name = "The Street"', 'nam = "The Street"', "area.nam: unknown key 'nam'; did you mean 'name'?"),
    ("street.toml", 'name = "The Street"', 'nam = "The Street"', "area.name: is missing"),
    ("street.toml", 'title = "The residents"', 'titel = "x"', "file.residents.titel: unknown key 'titel'; did you mean 'title'?"),
    ("street.toml", 'base = "all"', 'bas = "all"', "group.1.bas: unknown key 'bas'; did you mean 'base'?"),
    ("street.toml", 'unit = "people"', 'unit = "cats"', "group.1.unit: 'cats' is not known (allowed: people, households)"),
    ("street.toml", 'id = "no_car"', 'id = "No car"', "group.2.id: 'No car' must be small letters, digits and underscores"),
    ("street.toml", "per_year = 3", "per_year = 0", "demand.1.per_year: must be above 0, not '0'"),
    ("street.toml", 'everywhere = "Street Area"', 'by = "ward"', "zones.bcu: give either 'code' (a column) or 'everywhere'"),
    ("street.toml", 'file = "lookup"', 'file = "lookups"', "zones.ward.file: there is no [file.lookups]; did you mean 'lookup'?"),
    ("street.toml", 'file = "residents"', 'file = "counts"', "file.residents: nothing in the recipe uses this file"),
    ("street.toml", 'path = "hours.csv"', 'path = "ours.csv"', "file.hours.path: there is no 'ours.csv' in "),
    ("street.toml", "[area]", "[area", "street.toml: cannot be read as TOML"),
    ("street.toml", 'name = "label"', 'of = "cells"', "boundaries: cells need 'borough_code' and 'borough_name'"),
    ("street.toml", 'zone = "zone"\n\n[sites]', 'not_residential = "x"\n\n[sites]', "postcodes: 'user_type' and 'not_residential' are given together"),
    ("street.toml", 'code = "code"', "", "residents.csv: file.residents.code: is missing"),
    ("street.toml", 'code = "id"', "", "file.halves.code: is missing; name the column with the polygons' codes"),
    ("street.toml", 'code = "id"', 'code = "ident"', "halves.geojson: there is no column 'ident'"),
    ("street.toml", 'column = ["blue", "brown"]', 'column = "bleu"', "counts.csv: there is no column 'bleu'; did you mean 'blue'?"),
    ("street.toml", 'path = "postcodes.csv"', 'only = { knd = "x" }\npath = "postcodes.csv"', "there is no column 'knd'; did you mean 'kind'? (named by 'only')"),
    ("street.toml", 'total = "everyone"', "bands = [0, 60]", "no column begins at 60 (columns begin at 0, 15, 65, 75)"),
    ("street.toml", 'total = "everyone"', "bands = [0, 65]", "no band begins at 75, which results for older residents need"),
    ("street.toml", 'total = "everyone"', "bands = [65, 75]", "the first band must begin at 0"),
    ("street.toml", 'total = "everyone"', 'ages = { age_0_64 = "age_0_14", age_70_plus = "age_75_plus" }', "age_70_plus must begin at 65"),
    ("street.toml", 'total = "everyone"', 'ages = { under_65 = "age_0_14" }', "'under_65' is not a band such as age_65_74 or age_85_plus"),
    ("street.toml", 'id = "no_car"', 'id = "blue_brown"', "two entries of the recipe would both be column 'blue_brown'"),
    ("street.toml", 'id = "decile"', 'id = "no_car_base"', "two entries of the recipe would both be column 'no_car_base'"),
    ("street.toml", 'file = "counts"', 'file = "halves"', "group.1.file: 'halves' is the file of polygons"),
    ("residents.csv", "age_65_74", "age_66_74", "the age bands have a gap: no column begins at 65"),
    ("residents.csv", "Z1,30", "Z1,thirty", "residents.csv:2: age_0_14 of Z1: 'thirty' is not a number of 0 or more"),
    ("residents.csv", "Z1,30", "Z1,-3", "residents.csv:2: age_0_14 of Z1: '-3' is not a number of 0 or more"),
    ("residents.csv", "Z2,", "Z1,", "residents.csv:3: code 'Z1' appears twice"),
    ("residents.csv", "Z2,", ",", "residents.csv: column 'code' is blank in 1 rows"),
    ("lookup.csv", "Z2,", "Z3,", "lookup.csv: column 'zone' lacks Z2 (1 of 2 are missing)"),
    ("street.toml", 'id = "no_car"', 'id = "aged_65_plus"', "street.toml: group 'aged_65_plus' has the id of one that every area has"),
    ("street.toml", 'id = "no_car"', 'id = "zone_code"', "two entries of the recipe would both be column 'zone_code' of groups.csv: rename one id"),
    ("lookup.csv", "B2,Roadley", "B2,Streetham", "zones.borough: B1 and B2 are both called 'Streetham'; where one code replaced the other, take a lookup of one date"),
    ("lookup.csv", "Z2,W2", "Z2,W1", "zones.ward: ward W1 has two of ward_name: East Ward and West Ward"),
    ("lookup.csv", "B2,Roadley", "B2,", "zones.borough: zone Z2 has no borough (1 zones)"),
    ("counts.csv", "Z1,30", "Z1,", "counts.csv:2: blue of Z1: '' is not a number of 0 or more"),
    ("counts.csv", "Z1,30,15,300", "Z1,300,15,45", "counts.csv:2: blue + brown of Z1 (group blue_brown) counts 315 of a base of 45: a part is no larger"),
    ("counts.csv", "Z1,30,15,300", "Z1,30,15,0", "counts.csv:2: blue + brown of Z1 (group blue_brown) counts 45 of a base of 0: a part is no larger"),
    ("counts.csv", "415,10", "415,1.5", "counts.csv:3: decile of Z2: 1.5 must be a whole number of 1 or more, or blank (category decile)"),
    ("counts.csv", "800,400,415", "8000,400,415", "counts.csv: all of group blue_brown counts 8,300 people of 1,100 residents: are these households, or the residents thousands"),
    ("residents.csv", "30,180,60,30,300\nZ2,80,480,160,80,800", "10,60,20,11,101\nZ2,10,60,20,10,100", "residents.csv: the age columns add up to 100 in every zone: these look like percentages"),
    ("residents.csv", "30,180,60,30,300\nZ2,80,480,160,80,800", ".1,.6,.2,.1,1\nZ2,.1,.6,.21,.1,1", "residents.csv: the age columns add up to 1 in every zone: these look like shares"),
    ("residents.csv", "30,180,60,30,300\nZ2,80,480,160,80,800", ".3,1.8,.6,.3,3\nZ2,.8,4.8,1.6,.8,8", "residents.csv: the age columns add up to less than 20 in every zone, with decimals: these look like thousands"),
    ("postcodes.csv", "AA1 1AA", "AA1-1AA", "postcodes.csv:2: postcode: 'AA1-1AA' is not a postcode"),
    ("postcodes.csv", "AA2 1AA", "aa11aa", "postcodes.csv:3: postcode 'AA1 1AA' appears twice"),
    ("postcodes.csv", "180000", "north", "postcodes.csv:2: northing: 'north' is not a number of 0 or more"),
    ("postcodes.csv", "180000,Z1", "180000,Z8", "postcodes.csv:2: zone 'Z8' is not a zone"),
    ("postcodes.csv", "180000", "190000", "postcodes.csv:2: postcode AA1 1AA lies 9,800 metres outside every polygon"),
    ("halves.geojson", '"Z2"', '"Z1"', "halves.geojson: polygon 'Z1' appears twice"),
    ("halves.geojson", '"Z2"', '"Z7"', "halves.geojson: has no polygon for Z2 (1 zones)"),
    ("halves.geojson", '"type"', '"tipe', "halves.geojson: is JSON in which GDAL knows no polygons"),
    ("sites.csv", "530000.0", "west", "sites.csv:2: easting: 'west' is not a number"),
    ("hours.csv", "24/7", "always", "hours.csv:2: "),
    ("hours.csv", "confidence", "sure", "hours.csv:1: column 'confidence' is missing"),
]  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=[said for *_, said in FAULTS])
def test_a_fault_is_named_and_nothing_is_left_behind(fault, recipe, data):
    name, old, new, said = fault
    edit(recipe.parent / name, old, new)
    with pytest.raises(AreaError) as caught:
        recipe_worlds.build(recipe, data)
    assert said in str(caught.value)
    assert (
        str(recipe.parent) in str(caught.value)
        or "zones." in said
        or "two entries" in said
        or "file.halves" in said
    )
    assert not (data / "street").exists()
    assert not list(data.glob(".street*"))


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        (["Large"] + ["small"] * 6, "'large' in column 'kind' (postcodes.not_residential); did you mean 'Large'? (there are: 'small', 'Large')"),
        (["S"] * 7, "column 'kind' (postcodes.not_residential); there are: 'S'; where all are homes, leave out user_type"),
    ],
)  # fmt: skip
def test_a_type_of_user_that_no_postcode_has_is_refused(kinds, said, recipe, data):
    recipe_worlds.tell_large_users(recipe)
    table = pd.read_csv(recipe.parent / "postcodes.csv").assign(kind=kinds)
    table.to_csv(recipe.parent / "postcodes.csv", index=False)
    with pytest.raises(AreaError) as caught:
        recipe_worlds.build(recipe, data)
    assert said in str(caught.value)


def test_a_type_of_user_beside_others_is_refused_if_only_its_capitals_differ_and_else_noted(recipe, data):
    recipe_worlds.tell_large_users(recipe)
    edit(recipe, '["large"]', '["large", "LARGER"]')
    kinds = pd.read_csv(recipe.parent / "postcodes.csv").assign(kind=["large", "larger", *["small"] * 5])
    kinds.to_csv(recipe.parent / "postcodes.csv", index=False)
    with pytest.raises(AreaError, match=r"no row has 'LARGER' .* did you mean 'larger'"):
        recipe_worlds.build(recipe, data)
    edit(recipe, "LARGER", "huge")
    noted = "No row of postcodes.csv has 'huge' in column 'kind' (postcodes.not_residential)."
    assert noted in built(recipe, data)[0].notes


def test_a_value_of_only_that_no_row_has_is_refused_and_one_of_several_is_noted(recipe, data):
    (recipe.parent / "lookup.csv").write_text(recipe_worlds.LOOKUP.replace("town name\n", "town name,in\n", 1)
                                              .replace("tham\n", "tham,Yes\n").replace("ley\n", "ley,Yes\n"))  # fmt: skip
    edit(recipe, 'path = "lookup.csv"', 'path = "lookup.csv"\nonly = { in = "yes" }')
    with pytest.raises(
        AreaError, match=r"no row has 'yes' in column 'in' \(file.lookup.only\); did you mean 'Yes'"
    ):
        recipe_worlds.build(recipe, data)
    edit(recipe, '"yes"', '["Yes", "also"]')
    assert (
        "No row of lookup.csv has 'also' in column 'in' (file.lookup.only)." in built(recipe, data)[0].notes
    )


def test_people_of_whom_only_some_were_asked_are_noted(recipe, data):
    edit(recipe.parent / "counts.csv", "80,0,800", "80,0,500")
    area, _ = built(recipe, data)
    assert (
        "Blue or brown: all of group blue_brown counts 800 people of 1,100 residents; the share is taken "
        "for all." in area.notes
    )


def test_controls_say_that_a_hundred_in_each_zone_are_people(recipe, data):
    text = recipe_worlds.RESIDENTS.splitlines()[0] + "\nZ1,10,60,20,10,100\nZ2,10,60,20,10,100\n"
    (recipe.parent / "residents.csv").write_text(text)
    edit(recipe, 'base = "all"\nunit = "people"', 'base = "houses"\nunit = "households"')
    edit(recipe, "[labels]", "[controls]\nresidents = 200\n\n[labels]")
    assert built(recipe, data)[0].places.people.sum() == pytest.approx(200)


def test_every_fault_is_said_at_once(recipe, data):
    edit(recipe, 'name = "The Street"', 'nam = "The Street"')
    edit(recipe, 'unit = "people"', 'unit = "cats"')
    with pytest.raises(AreaError) as caught:
        recipe_worlds.build(recipe, data)
    assert len(str(caught.value).splitlines()) == 3


def test_missing_files_and_columns_are_said_at_once(recipe, data):
    edit(recipe, 'code = "ward"', 'code = "wart"')
    recipe_worlds.tell_large_users(recipe)
    edit(recipe, 'user_type = "kind"', 'user_type = "kint"')
    with pytest.raises(AreaError) as caught:
        recipe_worlds.build(recipe, data)
    assert "'wart'; did you mean 'ward'?" in str(caught.value)
    assert "'kint'; did you mean 'kind'?" in str(caught.value)


def test_a_zone_without_homes_and_without_a_polygon_is_an_error(recipe, data):
    worlds.write(recipe.parent / "drawn")
    edit(recipe, 'file = "halves"\nname = "label"',
         'file = "halves"\nof = "cells"\nborough_code = "borough_code"\nborough_name = "borough_name"')  # fmt: skip
    edit(recipe, 'path = "halves.geojson"', 'path = "drawn/street/cells.geojson.gz"')
    edit(recipe, 'code = "id"', 'code = "cell_code"')
    (recipe.parent / "postcodes.csv").write_text(
        (recipe.parent / "postcodes.csv").read_text().replace("Z1,small", "Z1,large")
    )
    recipe_worlds.tell_large_users(recipe)
    with pytest.raises(AreaError, match="1 zones have residents but no residential postcode: Z1"):
        recipe_worlds.build(recipe, data)


def test_polygons_that_overlap_cannot_be_smoothed(recipe, data):
    recipe_worlds.write_halves(recipe.parent / "halves.geojson", meet=3.0)
    edit(recipe, 'name = "label"', 'name = "label"\nsimplify_metres = 5')
    with pytest.raises(AreaError, match="the polygons overlap or do not meet edge to edge"):
        recipe_worlds.build(recipe, data)


def test_smoothing_keeps_neighbours_together(recipe, data):
    wavy = [(530_000 + x, 180_300 + (1 if x % 20 else 0)) for x in range(0, 1000, 10)]
    frame = gpd.GeoDataFrame(
        {"id": ["Z1", "Z2"], "label": ["a", "b"]}, crs="EPSG:27700",
        geometry=[Polygon([*wavy, (531_000, 179_000), (530_000, 179_000)]),
                  Polygon([*wavy, (533_000, 180_300), (533_000, 183_000), (530_000, 183_000)])],
    )  # fmt: skip
    frame.to_file(recipe.parent / "halves.geojson", driver="GeoJSON")
    edit(recipe, 'name = "label"', 'name = "label"\nsimplify_metres = 50')
    edit(recipe, 'zone = "zone"\n', 'zone = "zone"\noutside_metres = 5000\n')
    built(recipe, data)
    features = json.loads(gzip.decompress((data / "street/cells.geojson.gz").read_bytes()))["features"]
    assert sum(len(one["geometry"]["coordinates"][0]) for one in features) < 20


def test_an_invalid_polygon_is_mended(recipe, data):
    bow = Polygon([(529_000, 179_000), (531_000, 181_000), (531_000, 179_000), (529_000, 181_000)])
    frame = gpd.read_file(recipe.parent / "halves.geojson")
    frame.loc[0, "geometry"] = bow
    frame.to_file(recipe.parent / "halves.geojson", driver="GeoJSON")
    area, _ = built(recipe, data)
    assert read_cells(data / "street/cells.geojson.gz", area=area).is_valid.all()


@pytest.mark.parametrize("name", ["The Street", "parameters", "recipes", "../street", ""])
def test_a_name_that_cannot_be_a_folder(name, recipe, data):
    with pytest.raises(AreaError, match="cannot name an area"):
        recipe_worlds.build(recipe, data, name)


def test_what_was_not_built_from_a_recipe_is_left_alone(recipe, data):
    (data / "street").mkdir()
    (data / "street" / "diary.txt").write_text("mine")
    with pytest.raises(AreaError, match="was not built from a recipe; choose another name"):
        recipe_worlds.build(recipe, data)
    (data / "street" / "diary.txt").unlink()
    (data / "street").rmdir()
    recipe_worlds.build(recipe, data)
    (data / "street" / "diary.txt").write_text("mine")
    with pytest.raises(AreaError, match=r"holds files that its manifest does not name \(diary\.txt\)"):
        recipe_worlds.build(recipe, data)


def test_a_failed_second_build_leaves_the_first(recipe, data):
    recipe_worlds.build(recipe, data)
    first = (data / "street" / "area.toml").read_bytes()
    edit(recipe.parent / "residents.csv", "Z1,30", "Z1,-3")
    with pytest.raises(AreaError):
        recipe_worlds.build(recipe, data)
    assert (data / "street" / "area.toml").read_bytes() == first


def test_a_recipe_is_toml(recipe, data):
    other = recipe.with_suffix(".json")
    other.write_text("{}")
    with pytest.raises(AreaError, match="a recipe is a TOML file"):
        recipe_worlds.build(other, data)


def test_thousands_may_have_commas(recipe, data):
    table = pd.read_csv(io.StringIO(recipe_worlds.RESIDENTS), dtype=str)
    table.loc[0, "age_15_64"] = "1,180"
    table.to_csv(recipe.parent / "residents.csv", index=False)
    edit(recipe, 'total = "everyone"\n', "")
    area, _ = built(recipe, data)
    assert area.places.people.sum() == pytest.approx(2100)


def test_polygons_without_a_system_are_refused(recipe, data):
    pytest.importorskip("pyarrow")
    frame = gpd.read_file(recipe.parent / "halves.geojson")
    frame.set_crs(None, allow_override=True).to_parquet(recipe.parent / "halves.parquet")
    edit(recipe, "halves.geojson", "halves.parquet")
    with pytest.raises(AreaError, match=r"halves\.parquet: does not say its coordinate system"):
        recipe_worlds.build(recipe, data)


def test_no_recipe_of_ours_names_a_machine():
    folder = Path(__file__).parents[2] / "data" / "recipes"
    for path in folder.iterdir():
        assert "/work/" not in path.read_text(encoding="utf-8")
        assert "/home/" not in path.read_text(encoding="utf-8")
