"""Tables as spreadsheets and publishers leave them: read as they were meant, or refused by line and count."""

import gzip
import io
import sqlite3
import sys
import warnings
import zipfile

import pandas as pd
import pytest

from estate_model.errors import AreaError
from estate_model.inputs.area.area_folder import read_area
from estate_model.inputs.build.long_tables import widened
from estate_model.inputs.store.csv_table import frames, header_of, read_table
from estate_model.inputs.store.first_bytes import kind_of
from estate_model.inputs.store.texts import text_rows
from estate_model.inputs.store.warned import reading
from tests import worlds
from tests.inputs import recipe_worlds
from tests.inputs.test_build_recipe import built, edit

NOMIS = """TS007A - Age
ONS Crown Copyright Reserved

Date,2021

area,mnemonic,Total,Aged 14 years and under,Aged 15 to 64 years,Aged 65 to 74 years,Aged 75 years and over

West,Z1,300,30,180,60,30
East,Z2,800,80,480,160,80
Column Total,,1100,110,660,220,110

"In order to protect, swapped"
"""
LONG = "Zone Code,Zone,Age Code,Age,Observation\n" + "".join(
    f"{code},{code} name,{number},{age},{count}\n"
    for code, counts in (("Z1", (30, 180, 60, 30)), ("Z2", (80, 480, 160, 80)))
    for number, (age, count) in enumerate(
        zip(
            (
                "Aged 14 years and under",
                "Aged 15 to 64 years",
                "Aged 65 to 74 years",
                "Aged 75 years and over",
            ),
            counts,
            strict=True,
        )
    )
)
API = (
    LONG.replace("Zone Code,Zone,Age Code,Age,Observation", "GEOGRAPHY_CODE,GEOGRAPHY_NAME,C_AGE,C_AGE_NAME,OBS_VALUE")
    .replace("\n", ",Value\n")
    .replace("OBS_VALUE,Value", "OBS_VALUE,MEASURES_NAME")
)  # fmt: skip


def table(content):
    rows = text_rows(io.BytesIO(content), "a.csv")
    header, rows = header_of(rows, "a.csv")
    return pd.concat(frames(rows, header, "a.csv"))


def residents(recipe, content, name="residents.csv", code=""):
    """The recipe with other residents, by Nomis's own code column unless another is named."""
    (recipe.parent / name).write_bytes(content)
    edit(recipe, 'file = "residents"\ntotal = "everyone"', 'file = "residents"')
    edit(recipe, 'path = "residents.csv"', f'path = "{name}"')
    edit(recipe, 'code = "code"', f'code = "{code}"' if code else "")
    return recipe


# ---- what a spreadsheet does to a CSV ----


@pytest.mark.parametrize(
    "content",
    [
        b"a,b,,\nx,1,,\n",
        b"a,b\n x ,1 \n,\n,,,\n",
        b"\xef\xbb\xbfa;b\r\nx;1\r\n",
        b"a\tb\nx\t1\n",
        "a\tb\nx\t1\n".encode("utf-16"),
        b"\n\na,b\n\nx,1",
        b'"a","b"\n"x","1"\n',
    ],
)
def test_a_table_as_a_spreadsheet_leaves_it(content):
    assert table(content).to_dict("records") == [{"a": "x", "b": "1"}]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a,b\nx,y,1\n", r"a\.csv:2: has 3 fields, the header has 2; put quotes around a text with commas"),
        (b"a,b\nx,1\ny\n", r"a\.csv:3: has 1 field, the header has 2"),
        (b"a;b\nx;1;2\n", "text with semicolons"),
        (b'a,b\nx,"1\ny,2\n', "a quote is opened and never closed"),
        (b"a,b\nx,\xe9\n", r"a\.csv:2: cannot be read as UTF-8 text; save the file as CSV UTF-8$"),
        (b"a,b\nx,1\n" * 40_000 + b"\x92,1\n", r"a\.csv:80001: cannot be read as UTF-8 text"),
        (b"a,a\n1,2\n", "column 'a' stands twice in the header"),
        (b"\n\n", r"a\.csv: is empty"),
    ],
)
def test_a_table_that_cannot_be_meant(content, said):
    with pytest.raises(AreaError, match=said):
        table(content)


def test_lines_are_those_of_the_file(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a,b\n\n1,2\n\n3,x\n")
    assert list(read_table(path, ("a",)).index) == [3, 5]


def test_a_table_read_quickly_is_refused_like_one_read_with_care(tmp_path):
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"code,n\nx,1,\ny,2,\n"))
    assert read_table(path, ("n",), kinds={"n": "float64"})["n"].tolist() == ["1", "2"]
    path.write_bytes(gzip.compress(b"code,n\nx,1,7\n"))
    with pytest.raises(AreaError, match=r"a\.csv\.gz:2: has 3 fields, the header has 2"):
        read_table(path, ("n",), kinds={"n": "float64"})


@pytest.mark.parametrize(
    ("content", "codes", "numbers"),
    [
        (b"code,n\n007,1\n7,2\n", ["007", "7"], [1.0, 2.0]),
        (b"code,n\nx ,1\n y,2\n", ["x", "y"], ["1", "2"]),
        (b"code, n\nx,1\ny,2\n", ["x", "y"], ["1", "2"]),
        (b"code,n\nx,TRUE\ny,FALSE\n", ["x", "y"], ["TRUE", "FALSE"]),
    ],
)
def test_a_table_read_quickly_has_the_cells_of_one_read_with_care(tmp_path, content, codes, numbers):
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(content))
    table = read_table(path, ("code", "n"), kinds={"n": "float64"})
    assert (table["code"].tolist(), table["n"].tolist()) == (codes, numbers)


@pytest.mark.parametrize("name", ["lookup", "counts", "hours", "sites", "postcodes"])
def test_any_table_of_a_recipe_may_be_padded(name, recipe, data):
    path = recipe.parent / f"{name}.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\ufeff" + "\r\n".join([*(f"{line},," for line in lines), ",,,,", ""]), encoding="utf-8")
    area, _ = built(recipe, data)
    assert area.places.people == pytest.approx(worlds.area().places.people)


@pytest.mark.parametrize("name", ["lookup", "counts", "hours", "sites", "postcodes"])
def test_an_unquoted_comma_is_named_with_its_line(name, recipe, data):
    path = recipe.parent / f"{name}.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([lines[0], f"{lines[1]},Town", *lines[2:]]))
    with pytest.raises(AreaError, match=rf"{name}\.csv:2: has \d+ fields, the header has \d"):
        recipe_worlds.build(recipe, data)


def test_coordinates_may_have_commas_between_thousands(recipe, data):
    for name in ("postcodes", "sites"):
        edit(recipe.parent / f"{name}.csv", "531200", '"531,200"') if name == "postcodes" else edit(
            recipe.parent / "sites.csv", "531200.0", '"531,200"'
        )
    area, _ = built(recipe, data)
    assert area.buildings["mid"].easting_metres == 531_200
    assert "531,200" not in (data / "street" / "sites.csv").read_text()


def test_a_comma_for_a_point_is_no_comma_between_thousands(recipe, data):
    text = (recipe.parent / "counts.csv").read_text().replace(",", ";").replace("Z1;30", "Z1;1,125")
    (recipe.parent / "counts.csv").write_text(text)
    with pytest.raises(AreaError, match=r"counts\.csv:2: blue of Z1: '1,125' is not a number"):
        recipe_worlds.build(recipe, data)


def test_a_column_the_recipe_names_is_looked_for_in_every_file(recipe, data):
    edit(recipe, 'path = "residents.csv"', 'path = "residents.csv"')
    edit(recipe.parent / "residents.csv", "code,", "zones code,")
    edit(recipe, 'total = "everyone"', 'total = "everybody"')
    with pytest.raises(AreaError) as caught:
        recipe_worlds.build(recipe, data)
    assert "there is no column 'code' (there are: zones code, age_0_14" in str(caught.value)
    assert "there is no column 'everybody'" in str(caught.value)


def test_a_total_far_from_its_bands_is_an_error(recipe, data):
    edit(recipe.parent / "residents.csv", "30,300", "30,1000")
    with pytest.raises(
        AreaError, match="'everyone' says 1,000 people in Z1, but the age bands within it add up to 300"
    ):
        recipe_worlds.build(recipe, data)


# ---- what publishers give ----


@pytest.mark.parametrize(
    "content",
    [
        NOMIS,
        "\n".join(f"{line},,,,,," for line in NOMIS.splitlines()),
        NOMIS.replace(",", "\t"),
    ],
)  # fmt: skip
def test_a_nomis_query_saved_again(content, recipe, data):
    area, _ = built(residents(recipe, content.encode("utf-16" if "\t" in content else "utf-8")), data)
    assert area.places.people == pytest.approx(worlds.area().places.people)


def test_a_nomis_workbook(recipe, data, monkeypatch):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for line in NOMIS.splitlines():
        book.active.append([int(cell) if cell.isdigit() else cell or None for cell in line.split(",")])
    path = recipe.parent / "residents.xlsx"
    book.save(path)
    residents(recipe, path.read_bytes(), "residents.xlsx")
    area, _ = built(recipe, data)
    assert area.places.people == pytest.approx(worlds.area().places.people)
    book.create_sheet("Notes").append(["a"])
    book.save(path)
    with pytest.raises(AreaError, match=r"has 2 sheets with something in them; say which .*\(Sheet, Notes\)"):
        recipe_worlds.build(recipe, data)
    openpyxl.Workbook().save(path)
    with pytest.raises(AreaError, match=r"residents\.xlsx: is empty$"):
        recipe_worlds.build(recipe, data)
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(AreaError, match=r"needs openpyxl: pip install \"estate-model\[build\]\""):
        recipe_worlds.build(recipe, data)


@pytest.mark.parametrize(
    ("content", "code"), [(LONG, "Zone Code"), (LONG, ""), (API, "GEOGRAPHY_CODE"), (API, "")]
)
def test_a_long_table_is_turned_round(content, code, recipe, data):
    area, _ = built(residents(recipe, content.encode(), code=code), data)
    assert area.places.people == pytest.approx(worlds.area().places.people)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("Z1", "a", "x", "1"), ("Z1", "b", "x", "2"), ("Z1", "a", "y", "3")], "it differs in 'k', 'sex'"),
        ([("Z1", "a", "x", "1"), ("Z1", "b", "x", "2"), ("Z1", "a", "x", "3")], "Z1' has 'a' twice"),
        ([("Z1", "a", "x", "1"), ("Z1", "a", "x", "2")], "it differs in none"),
    ],
)
def test_a_long_table_that_is_not_one_category(rows, said):
    long = pd.DataFrame(rows, columns=["code", "k", "sex", "Observation"], dtype=str)
    with pytest.raises(AreaError, match=said):
        widened(long, "code", "Observation", "a.csv")


def test_code_point_open_as_published(recipe, data):
    rows = [f'"{code.replace(" ", "")}",10,{530_000 + 400 * n},180000,"E9","","","","E09","E05"' for n, code in enumerate(worlds.POSTCODES)]  # fmt: skip
    folder = recipe.parent / "CSV"
    folder.mkdir()
    (folder / "aa.csv").write_text("\n".join(rows[:3]))
    (folder / "ab.csv").write_text("\n".join(rows[3:]))
    edit(recipe, 'file = "postcodes"\nzone = "zone"', 'file = "postcodes"')
    edit(recipe, 'path = "postcodes.csv"', 'path = "CSV"\ninside = "*.csv"')
    area, _ = built(recipe, data)
    assert area.places.people == pytest.approx(worlds.area().places.people)
    edit(recipe, 'path = "CSV"\ninside = "*.csv"', 'path = "CSV/*.csv"')
    with pytest.raises(AreaError, match=r"for several files give their folder as path, and inside"):
        recipe_worlds.build(recipe, data)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("Data/CSV/aa.csv", "\n".join(rows))
    (recipe.parent / "codepo_gb.zip").write_bytes(content.getvalue())
    edit(recipe, 'path = "CSV/*.csv"', 'path = "codepo_gb.zip"\ninside = "Data/CSV/*.csv"')
    edit(
        recipe,
        "[postcodes]",
        '[postcodes]\npostcode = "Postcode"\neasting = "Eastings"\nnorthing = "Northings"',
    )
    built(recipe, data)


def test_postcodes_that_ended_get_no_residents(recipe, data):
    path = recipe.parent / "postcodes.csv"
    lines = path.read_text().splitlines()
    ended = ["doterm", *[""] * 7]
    rows = [f"{line},{end}" for line, end in zip(lines, ended, strict=True)]
    path.write_text("\n".join([*rows, "AA8 1AA,530100,180000,Z1,small,200906"]))
    area, lines = built(recipe, data)
    assert area.places.people == pytest.approx(worlds.area().places.people)
    assert any("1 postcodes that had ended (column doterm) are left out" in line for line in lines)


# ---- what is another thing ----


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0rest", r"is an old Excel workbook \(\.xls\).*save it as CSV UTF-8"),
        (b"<!DOCTYPE html><html>", "is a web page; download the file itself"),
        (b"%PDF-1.7", "is a PDF"),
        (b'{"type": "x"}', "is JSON"),
        (b"version https://git-lfs.github.com/spec/v1", "is a pointer to a file kept with Git LFS"),
        (b"c\x00o\x00d\x00e\x00", "is no text"),
    ],
)
def test_a_file_that_is_no_table(content, said, recipe, data):
    (recipe.parent / "lookup.csv").write_bytes(content)
    with pytest.raises(AreaError, match=rf"lookup\.csv: {said}"):
        recipe_worlds.build(recipe, data)


def test_an_archive_is_looked_into_only_when_told(recipe, data):
    with zipfile.ZipFile(recipe.parent / "lookup.zip", "w") as archive:
        archive.writestr("in/lookup.csv", recipe_worlds.LOOKUP)
    edit(recipe, 'path = "lookup.csv"', 'path = "lookup.zip"')
    with pytest.raises(
        AreaError, match=r"is a zip archive, not a table; say which .*\(it holds in/lookup\.csv\)"
    ):
        recipe_worlds.build(recipe, data)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\x00\x00\x00\x0e\x0a\x09OSMHeader", "pbf"),
        (b"\xff\xe0\x04o5m2", "o5m"),
        (b"<osmChange>", "osc"),
        (b"\xef\xbb\xbf<?xml?>\n<osm>", "osm"),
        (b"", "empty"),
        (b"SQLite format 3\x00", "sqlite"),
        ("a".encode("utf-16"), "text"),
    ],
)
def test_first_bytes(head, kind):
    assert kind_of(head) == kind


def test_a_librarys_warning_is_our_error():
    with pytest.raises(AreaError, match=r"x\.gpkg: cannot be relied on as it was read: half of it is lost"), reading("x.gpkg"):  # fmt: skip
        warnings.warn("half of it\n is lost", stacklevel=1)
    with reading("x"):
        warnings.warn("Workbook contains no default style", stacklevel=1)
    with pytest.raises(DeprecationWarning), reading("x"):
        warnings.warn("old", DeprecationWarning, stacklevel=1)


# ---- recipes as editors leave them ----


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_recipe_with_a_byte_order_mark(encoding, recipe, data):
    recipe.write_bytes(recipe.read_text(encoding="utf-8").replace("\n", "\r\n").encode(encoding))
    built(recipe, data)


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (
            r'"C:\Users\residents.csv"',
            r"line \d+, column \d+: a backslash in double quotes begins a character",
        ),
        (r'"C:\residents.csv"', "holds a character that is no letter.*write / instead, or single quotes"),
        ("\u201cresidents.csv\u201d", r"line \d+, column \d+: curly quotes stand here"),
        ("residents.csv", "after '=' there must be a number, a list or a text in quotes"),
        ('"residents.csv"\nencoding = "utf-9"', "'utf-9' is no encoding that is known"),
    ],
)
def test_a_recipe_that_cannot_be_read(new, said, recipe, data):
    edit(recipe, '"residents.csv"', new)
    with pytest.raises(AreaError, match=said):
        recipe_worlds.build(recipe, data)


# ---- where buildings stand ----


@pytest.mark.parametrize(
    ("point", "said"),
    [
        ("180000.0,530000.0", "are easting and northing swapped"),
        ("51.5042,-0.1281", "is it in degrees of latitude and longitude"),
        ("-0.1281,51.5042", "is it in degrees of latitude and longitude"),
        ("0,0", "0, 0 mostly stands for a place that is not known"),
        ("530000.0,280000.0", "lies 100,000 m from every postcode, further than sites.outside_metres"),
    ],
)
def test_a_building_far_from_every_postcode(point, said, recipe, data):
    recipe_worlds.build(recipe, data)
    edit(recipe.parent / "sites.csv", "530000.0,180000.0", point)
    with pytest.raises(AreaError, match=rf"tables/sites\.csv:2: site 'west' .*{said}"):
        recipe_worlds.build(recipe, data)
    folder = data / "street"
    edit(folder / "sites.csv", "530000.0,180000.0", point)
    recipe_worlds.sign(folder)
    with pytest.raises(AreaError, match=rf"street/sites\.csv:2: site 'west' .*{said}"):
        read_area(folder, data / "parameters")


@pytest.mark.parametrize("point", ["1e12,180000.0", "1e300,1e300"])
def test_a_building_farther_than_the_earth_is_wide(point, recipe, data):
    recipe_worlds.build(recipe, data)
    edit(recipe.parent / "sites.csv", "530000.0,180000.0", point)
    with pytest.raises(AreaError, match=r"tables/sites\.csv:2: site 'west' .*farther than the earth is wide"):
        recipe_worlds.build(recipe, data)
    folder = data / "street"
    edit(folder / "sites.csv", "530000.0,180000.0", point)
    recipe_worlds.sign(folder)
    with pytest.raises(AreaError, match=r"street/sites\.csv:2: easting: must be a number from -20,000,000"):
        read_area(folder, data / "parameters")


def test_a_building_of_another_area_is_let_in_by_the_recipe(recipe, data):
    edit(recipe.parent / "sites.csv", "530000.0,180000.0", "523000.0,180000.0")
    with pytest.raises(AreaError, match=r"lies 7,000 m from every postcode"):
        recipe_worlds.build(recipe, data)
    edit(recipe, "[sites]", "[sites]\noutside_metres = 8000")
    built(recipe, data)


@pytest.mark.parametrize(
    ("crs", "said"), [("EPSG:3857", "its metres are 1.00|true ones"), ("EPSG:32663", "true ones")]
)
def test_only_systems_with_true_metres_are_used(crs, said, recipe, data):
    recipe_worlds.build(recipe, data)
    folder = data / "street"
    sites = pd.read_csv(folder / "sites.csv")
    shift = 6_500_000 - worlds.NORTH
    for name in ("sites.csv", "postcodes.csv.gz"):
        moved = pd.read_csv(folder / name).assign(northing=lambda table: table["northing"] + shift)
        moved.to_csv(folder / name, index=False)
    assert len(sites)
    recipe_worlds.sign(folder, area={"id": "street", "name": "Street", "crs": crs})
    with pytest.raises(AreaError, match=rf"area\.toml: crs '{crs}' cannot be used for distances: .*{said}"):
        read_area(folder, data / "parameters")


def test_a_geopackage_is_no_table(recipe, data):
    path = recipe.parent / "lookup.csv"
    path.unlink()
    sqlite3.connect(path).execute("create table a (b)").connection.close()
    with pytest.raises(AreaError, match="is a GeoPackage or another SQLite database, not a table"):
        recipe_worlds.build(recipe, data)
