"""Tables of other shapes: archives, a lookup of postcodes, hours out of columns, sides by borough."""

import io
import zipfile
from itertools import pairwise

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box

from estate_model.errors import AreaError
from estate_model.inputs.area.area_folder import read_area
from estate_model.inputs.store.provenance import sha256_of
from estate_model.inputs.store.toml_file import read_toml
from tests import worlds
from tests.inputs import recipe_worlds
from tests.inputs.test_build_recipe import built, edit

COUNTERS = """id,title,town,x,y,then,now,seen,refs
north,North Station,Streetham,530000,180000,24/7,off,yes,S2
south,South Station,Roadley,531200,180000,,Mo-Fr 10:00-12:00,no,S3;S1
same,Same Station,Roadley,532000,180000,24/7,24/7,yes,S4
lost,Lost Station,Roadley,,,24/7,off,yes,S5
"""
SITES = """
[sites]
file = "counters"
columns = { site_id = "id", name = "title", borough_name = "town", easting = "x", northing = "y" }

[[hours]]
file = "counters"
only = { then = "" }
columns = { site_id = "id", valid_from = "=2020-01-01", hours = "=Mo-Fr 09:00-17:00", confidence = "=assumed", cited = "refs" }

[[hours]]
file = "counters"
columns = { site_id = "id", valid_from = "=2020-01-01", hours = "then", confidence = "=seen", cited = "refs" }

[[hours]]
file = "counters"
columns = { site_id = "id", valid_from = "=2021-01-01", hours = "now", confidence = "=seen", cited = ["=S9;S2", "refs"] }
"""


def file_part(word, path, more=""):
    return recipe_worlds.FILE.format(word=word, path=path) + more + "\n"


def add(recipe, text):
    recipe.write_text(recipe.read_text(encoding="utf-8") + text, encoding="utf-8")


def zipped(files):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return content.getvalue()


# ---- archives ----


def test_a_table_in_pieces_in_an_archive_in_an_archive(recipe, data):
    rows = (recipe.parent / "postcodes.csv").read_text().splitlines()[1:]
    inner = zipped(
        {
            "CSV/a.csv": "\n".join(rows[:3]) + "\n",
            "CSV/b.csv": "\n".join(rows[3:]) + "\n",
            "CSV/notes.txt": "not a table",
        }
    )
    (recipe.parent / "codes.whl").write_bytes(zipped({"data/inner.zip": inner, "data/other": "x"}))
    more = (
        'inside = ["data/*.zip", "CSV/*.csv"]\nheader = ["postcode", "easting", "northing", "zone", "kind"]\n'
    )
    edit(recipe, 'path = "postcodes.csv"', f'path = "codes.whl"\n{more}')
    area, _ = built(recipe, data)
    assert area.places.people == pytest.approx(worlds.area().places.people)
    edit(recipe, "CSV/*.csv", "CSV/*.tsv")
    with pytest.raises(AreaError, match=r"codes\.whl: holds no data/\*\.zip / CSV/\*\.tsv"):
        recipe_worlds.build(recipe, data)


def test_polygons_in_an_archive(recipe, data):
    drawn = (recipe.parent / "halves.geojson").read_bytes()
    (recipe.parent / "halves.zip").write_bytes(zipped({"in/halves.geojson": drawn}))
    edit(recipe, 'path = "halves.geojson"', 'path = "halves.zip"\ninside = "in/*"')
    area, _ = built(recipe, data)
    assert area.places.people == pytest.approx(worlds.area().places.people)


def test_a_table_in_a_7z(recipe, data):
    py7zr = pytest.importorskip("py7zr")
    with py7zr.SevenZipFile(recipe.parent / "hours.7z", "w") as archive:
        archive.write(recipe.parent / "hours.csv", "deep/hours.csv")
    edit(recipe, 'path = "hours.csv"', 'path = "hours.7z"\ninside = "*/hours.csv"')
    area, _ = built(recipe, data)
    assert area.hours == worlds.area().hours


def test_another_file_than_the_pinned_one_is_refused(recipe, data):
    residents = recipe.parent / "residents.csv"
    edit(recipe, 'path = "residents.csv"', f'path = "residents.csv"\nsha256 = "{sha256_of(residents)}"')
    built(recipe, data)
    edit(residents, "Z1,30,180", "Z1,31,180")
    with pytest.raises(AreaError, match=r"residents\.csv: expected sha256 [0-9a-f]{64}, got [0-9a-f]{64}"):
        recipe_worlds.build(recipe, data)


# ---- a lookup of postcodes ----


def with_cells(recipe):
    """Three cells: C1 under AA1 to AA3, C2 under AA4 and AA5, C3 under the rest, named by their boroughs."""
    edges = [worlds.WEST + worlds.STEP_METRES * step for step in (-0.5, 2.5, 4.5, 6.5)]
    boxes = [box(a, worlds.NORTH - 200, b, worlds.NORTH + 200) for a, b in pairwise(edges)]
    names = ["Streetham 001A", "Roadley 001A", "Roadley 001B", "Farton 001A"]
    far = box(0, 0, 100, 100)
    gpd.GeoDataFrame(
        {"id": ["C1", "C2", "C3", "C9"], "label": names}, geometry=[*boxes, far], crs="EPSG:27700"
    ).to_file(recipe.parent / "cells.geojson", driver="GeoJSON")
    edit(recipe, 'file = "halves"', 'file = "halves"\nof = "cells"\nborough_in_name = \'(.+) \\d{3}[A-Z]\'')
    edit(recipe, 'path = "halves.geojson"', 'path = "cells.geojson"')


def test_a_lookup_says_cell_and_user_type(recipe, data):
    with_cells(recipe)
    codes = worlds.POSTCODES
    # AA2 is a large user; AA3's cell is next door, AA4's too far away; AA5 had ended; AA6 is not known; the
    # lookup knows a postcode of elsewhere.
    rows = [(codes[0], "C1", "S", ""), (codes[1], "C1", "L", ""), (codes[2], "C2", "S", ""),
            (codes[3], "C3", "S", ""), (codes[4], "C3", "S", "2019"), (codes[6], "C3", "S", ""),
            ("ZZ9 9ZZ", "C9", "L", "")]  # fmt: skip
    table = pd.DataFrame(rows, columns=["pcds", "lsoa", "use", "end"])
    table.to_csv(recipe.parent / "lookup2.csv", index=False)
    edit(recipe, 'zone = "zone"\n\n[sites]',
         'zone = "zone"\nlookup = "more"\ncell = "lsoa"\ncell_metres = 300\nended = "end"\nuser_type = "use"\nnot_residential = "L"\n\n[sites]')  # fmt: skip
    add(recipe, file_part("more", "lookup2.csv", 'code = "pcds"'))
    area, _ = built(recipe, data)
    assert list(area.places.table["cell_code"]) == ["C1", "C1", "C2", "C2", "C2", "C3", "C3"]
    # Z1: AA1 alone in C1 counts 1, AA3 a third (with AA4 and AA5 in C2): 225 and 75 of 300 residents.
    assert area.places.people.sum(axis=1)[:3] == pytest.approx([225, 0, 75])
    cells = (data / "street").joinpath("cells.geojson.gz")
    assert cells.is_file()
    assert "1 polygons of other areas in the file of boundaries are left out." in area.notes


def test_a_borough_without_a_polygon_is_named(recipe, data):
    with_cells(recipe)
    edit(recipe.parent / "cells.geojson", "Streetham 001A", "Streatham 001A")
    with pytest.raises(AreaError, match=r"cells\.geojson: has no polygon for Streetham \(1 boroughs\)"):
        recipe_worlds.build(recipe, data)


def test_postcodes_of_a_zone_without_figures_join_their_cells(recipe, data):
    with_cells(recipe)
    postcodes = pd.read_csv(recipe.parent / "postcodes.csv")
    postcodes["zone"] = ["Z1", "Z1", "Z7", "Z2", "Z8", "Z8", "Z2"]
    postcodes["town"] = "T"
    postcodes.to_csv(recipe.parent / "postcodes.csv", index=False)
    with pytest.raises(AreaError, match=r"postcodes\.csv:4: zone 'Z7' is not a zone \(3 postcodes"):
        recipe_worlds.build(recipe, data)
    edit(recipe, 'zone = "zone"\n\n[sites]', 'zone = "zone"\nfold = { town = "T" }\n\n[sites]')
    area, _ = built(recipe, data)
    # AA3 shares C1 with Z1's; AA5 shares C2 with AA4 of Z2; AA6 shares C3 with AA7 of Z2.
    assert list(area.places.table["zone_code"]) == list(worlds.ZONE_OF)
    assert "3 postcodes of zones without figures are counted in a zone near by." in area.notes
    postcodes["zone"] = ["Z1", "Z1", "Z1", "Z2", "Z2", "Z8", "Z8"]
    postcodes.to_csv(recipe.parent / "postcodes.csv", index=False)
    area, _ = built(recipe, data)  # nobody else in C3: the nearest is AA5
    assert list(area.places.table["zone_code"]) == list(worlds.ZONE_OF)


# ---- sites and hours out of columns ----


@pytest.fixture
def counters(recipe):
    (recipe.parent / "counters.csv").write_text(COUNTERS)
    text = recipe.read_text(encoding="utf-8")
    text = text.replace('\n[sites]\nfile = "sites"\nhours = "hours"\n', SITES)
    for word in ("sites", "hours"):
        text = text.replace(file_part(word, f"{word}.csv"), "")
    recipe.write_text(text + file_part("counters", "counters.csv", 'only = { x = "*" }'), encoding="utf-8")
    return recipe


def test_hours_out_of_columns(counters, data):
    built(counters, data)
    hours = pd.read_csv(data / "street" / "hours.csv", dtype=str).fillna("")
    assert hours.to_numpy().tolist() == [
        ["north", "2020-01-01", "24/7", "seen", "S2"],
        ["north", "2021-01-01", "off", "seen", "S2;S9"],
        ["same", "2020-01-01", "24/7", "seen", "S4"],
        ["south", "2020-01-01", "Mo-Fr 09:00-17:00", "assumed", "S3;S1"],
        ["south", "2021-01-01", "Mo-Fr 10:00-12:00", "seen", "S1;S2;S3;S9"],
    ]
    sites = pd.read_csv(data / "street" / "sites.csv", dtype=str)
    assert list(sites["site_id"]) == ["north", "same", "south"]
    assert list(sites.columns) == ["site_id", "name", "borough_name", "easting", "northing"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('hours = "now"', 'hours = "nw"', r"counters\.csv: there is no column 'nw'; did you mean 'now'\?"),
        ('only = { then = "" }', 'only = { thn = "" }', r"'thn'; did you mean 'then'\? \(named by hours\.1\.only\)"),
        ('only = { then = "" }', 'only = { then = ["", "of"] }', r"no row has 'of' in column 'then' \(hours\.1\.only\); there are: '24/7'"),
        ('file = "counters"\ncolumns = { site_id = "id", name', 'hours = "counters"\nfile = "counters"\ncolumns = { site_id = "id", name', r"give either sites\.hours \(a file\) or \[\[hours\]\]"),
        ("{ x =", "{ xx =", r"there is no column 'xx'.*\(named by 'only'\)"),
    ],
)  # fmt: skip
def test_a_fault_in_columns_is_named(old, new, said, counters, data):
    edit(counters, old, new)
    with pytest.raises(AreaError, match=said):
        recipe_worlds.build(counters, data)


# ---- land ----


def test_pieces_of_land_by_borough_with_an_exception(recipe, data):
    (recipe.parent / "bridges.csv").write_text(
        "name,x,y,nx,ny,sx,sy\nBridge,531000,180000,530900,180000,531100,180000\n"
    )
    (recipe.parent / "towns.csv").write_text("town,bank\nB1,N\nB2,N\n")
    (recipe.parent / "others.csv").write_text("zone,bank\nZ2,S\n")
    part = (
        '\n[land]\nfile = "towns"\nby = "borough"\nexceptions = "others"\npiece = "bank"\n'
        '[links]\nfile = "bridges"\ncolumns = { name = "name", easting = "x", northing = "y", from_land = "=N", '
        'from_easting = "nx", from_northing = "ny", to_land = "=S", to_easting = "sx", '
        'to_northing = "sy" }\n'
    )
    add(
        recipe,
        part
        + file_part("bridges", "bridges.csv")
        + file_part("towns", "towns.csv", 'code = "town"')
        + file_part("others", "others.csv", 'code = "zone"'),
    )
    area, _ = built(recipe, data)
    assert list(area.places.table["land"]) == ["N"] * 3 + ["S"] * 4
    assert list(area.links["from_land"]) == ["N"]
    edit(recipe.parent / "others.csv", "Z2", "Z5")
    with pytest.raises(AreaError, match=r"others\.csv:2: 'Z5' is not a zone"):
        recipe_worlds.build(recipe, data)


# ---- totals, words, sources of the area's own ----


def test_totals_that_are_stated_must_be_met(recipe, data):
    add(recipe, "\n[controls]\nresidents = 1100\naged_65_plus = 330\n")
    built(recipe, data)
    edit(recipe, "aged_65_plus = 330", "aged_65_plus = 331")
    with pytest.raises(AreaError, match=r"controls\.aged_65_plus: expected 331 people, found 330"):
        recipe_worlds.build(recipe, data)


def test_the_manifest_says_what_the_recipe_says(recipe, data):
    own = data / "street" / "sources"
    own.mkdir(parents=True)
    (recipe.parent / "counts.csv").rename(own / "counts.csv")
    (own / "README.md").write_text("kept")
    edit(
        recipe,
        'notes = ["Drawn on paper."]',
        'own_notes_only = true\nnotes = ["Alone."]\nattribution = ["Us."]',
    )
    edit(recipe, 'path = "counts.csv"', 'path = "counts.csv"\nderived_from = "counted by hand"')
    add(recipe, '\n[made."zones.csv"]\ntitle = "Halves"\n')
    recipe_worlds.build(recipe, data)
    area, _ = built(recipe, data)  # a second build keeps them
    assert area.notes == ("Alone.", *area.groups.notes())
    assert area.attribution == ("Us.",)
    rows = {row["path"]: row for row in area.provenance}
    assert rows["zones.csv"]["title"] == "Halves"
    assert rows["zones.csv"]["publisher"] == "Nobody"
    assert rows["sources/counts.csv"]["derived_from"] == "counted by hand"
    assert (own / "README.md").read_text() == "kept"
    edit(recipe, 'made."zones.csv"', 'made."zone.csv"')
    with pytest.raises(
        AreaError, match=r"made\.zone\.csv: is no file of an area; did you mean 'zones\.csv'\?"
    ):
        recipe_worlds.build(recipe, data)


def test_an_area_of_another_country(recipe, data):
    postcodes = recipe.parent / "postcodes.csv"
    for number, code in enumerate(worlds.POSTCODES, start=1):
        edit(postcodes, code, f"d{number:02d}-x")
    edit(
        recipe,
        'name = "The Street"',
        'name = "The Street"\nholidays = "IE"\nplace_pattern = \'(D\\d\\d)-?(X)\'',
    )
    edit(
        recipe, 'cell = "half"', 'cell = "half"\nborough = "county"\nboroughs = "counties"\nbcu = "division"'
    )
    area, _ = built(recipe, data)
    assert area.holidays == ("IE", "")
    assert list(area.places.table.index) == [f"D0{number} X" for number in range(1, 8)]
    words = {"zone": "half", "zones": "halfs", "borough": "county", "boroughs": "counties", "bcus": "divisions",
             "ward": "ward", "places": "postcodes"}  # fmt: skip
    assert {key: area.labels[key] for key in words} == words
    with pytest.raises(TypeError):
        area.labels["zone"] = "whole"


def test_an_area_that_says_nothing_is_in_england(recipe, data):
    area, _ = built(recipe, data)
    assert area.holidays == ("GB", "ENG")
    assert area.labels["bcus"] == "BCUs"
    assert area.place_pattern.startswith("([A-Z]{1,2}")


@pytest.mark.parametrize(
    ("part", "text", "said"),
    [
        ("area", {"holidays": "XX"}, "holidays: 'XX' is no country and part"),
        ("area", {"holidays": "GB-XYZ"}, "holidays: 'GB-XYZ' is no country and part"),
        ("area", {"place_pattern": "(("}, r"'\(\(' is not a regular expression"),
        ("labels", {"brough": "x"}, "unknown label 'brough'; did you mean 'borough'"),
    ],
)
def test_a_word_of_the_manifest_that_cannot_be_used(part, text, said, recipe, data):
    recipe_worlds.build(recipe, data)
    folder = data / "street"
    recipe_worlds.sign(folder, **{part: {**read_toml(folder / "area.toml")[part], **text}})
    with pytest.raises(AreaError, match=said):
        read_area(folder, data / "parameters")


# ---- which zones are rural ----


def grounds(recipe, *classes, rural):
    """The recipe with a class for each zone, and those that are rural."""
    rows = [f"{code},{one}" for code, one in zip(("Z1", "Z2"), classes, strict=True)]
    (recipe.parent / "ground.csv").write_text("\n".join(["zone,class", *rows]))
    edit(
        recipe,
        "[boundaries]",
        f'[zones.ground]\nfile = "ground"\ncolumn = "class"\nrural = {rural}\n\n[boundaries]',
    )
    add(recipe, file_part("ground", "ground.csv", 'code = "zone"'))


@pytest.mark.parametrize(
    ("classes", "listed"),
    [
        (("Urban", "Rural"), ["Rural"]),
        (("Urban", "Urban"), ["Rural"]),
        (("A1", "C1"), ["D1", "E1"]),
        (("Urban: Nearer to a major town", "RSN1"), ["RSN1", "RLN1"]),
        (("Large Urban Areas", ""), ["Remote Rural"]),
    ],
)
def test_classes_that_are_listed_or_known_to_be_urban(classes, listed, recipe, data):
    grounds(recipe, *classes, rural=listed)
    area, _ = built(recipe, data)
    wanted = ["" if not one else "rural" if one in listed else "urban" for one in classes]
    assert area.zones["ground"].tolist() == wanted
    assert not any("count as urban" in note for note in area.notes)


@pytest.mark.parametrize(
    ("classes", "said"),
    [
        (("Urban", "rural"), "(zones.ground.rural); did you mean 'rural'? (there are: "),
        (("Rural", "RURAL"), "did you mean 'RURAL'?"),
        (("Urban", "Smaller rural"), "there are: 'Urban', 'Smaller rural'; list every class that is rural"),
        (("A1", "D1"), "there are: 'A1', 'D1'"),
        (("town", "village"), "there are: 'town', 'village'"),
    ],
)
def test_classes_of_which_none_is_listed_are_refused(classes, said, recipe, data):
    grounds(recipe, *classes, rural=["Rural"])
    with pytest.raises(AreaError) as caught:
        recipe_worlds.build(recipe, data)
    assert said in str(caught.value)


def test_a_rural_class_that_is_not_listed_beside_one_that_is_is_noted(recipe, data):
    grounds(recipe, "Rural village", "Rural town", rural=["Rural town"])
    area, _ = built(recipe, data)
    assert (
        "1 zones count as urban, for zones.ground.rural does not list their class: 'Rural village'."
        in area.notes
    )
