"""Polygons: which layer, which parts, which system; never the first that comes."""

import gzip
import json
import zipfile

import geopandas as gpd
import pytest
import shapely

from estate_model.errors import AreaError
from tests import worlds
from tests.inputs import recipe_worlds
from tests.inputs.test_build_recipe import built, edit


@pytest.fixture
def halves(recipe):
    return gpd.read_file(recipe.parent / "halves.geojson")


def named(recipe, path, more=""):
    edit(recipe, 'path = "halves.geojson"', f'path = "{path}"\n{more}')


def test_several_layers_are_never_chosen_from(recipe, data, halves):
    path = recipe.parent / "halves.gpkg"
    halves.assign(id=["Z2", "Z1"]).to_file(path, layer="lsoa_2011")
    halves.to_file(path, layer="lsoa_2021")
    gpd.GeoDataFrame({"a": [1]}, geometry=halves.centroid[:1]).to_file(path, layer="points")
    named(recipe, "halves.gpkg")
    with pytest.raises(
        AreaError, match=r"has 2 layers of polygons \(lsoa_2011, lsoa_2021\); say which with layer"
    ):
        recipe_worlds.build(recipe, data)
    edit(recipe, 'path = "halves.gpkg"', 'path = "halves.gpkg"\nlayer = "lsoa_2012"')
    with pytest.raises(AreaError, match=r"no layer 'lsoa_2012'; did you mean 'lsoa_2021'\?"):
        recipe_worlds.build(recipe, data)
    edit(recipe, "lsoa_2012", "lsoa_2021")
    built(recipe, data)


def test_one_layer_of_polygons_among_others_is_taken(recipe, data, halves):
    path = recipe.parent / "halves.gpkg"
    gpd.GeoDataFrame({"a": [1]}, geometry=halves.centroid[:1]).to_file(path, layer="points")
    halves.to_file(path, layer="zones")
    named(recipe, "halves.gpkg")
    area, _ = built(recipe, data)
    assert area.places.people == pytest.approx(worlds.area().places.people)


@pytest.mark.parametrize(("part", "words"), [(".dbf", "its columns"), (".shx", "the places of its rows")])
def test_a_shapefile_lacks_a_part(part, words, recipe, data, halves):
    halves.to_file(recipe.parent / "halves.shp")
    named(recipe, "halves.shp")
    built(recipe, data)
    (recipe.parent / f"halves{part}").unlink()
    with pytest.raises(AreaError, match=rf"halves\.shp: the shapefile lacks its \{part} \({words}\)"):
        recipe_worlds.build(recipe, data)


def test_a_shapefile_without_its_system(recipe, data, halves):
    halves.to_file(recipe.parent / "halves.shp")
    (recipe.parent / "halves.prj").unlink()
    named(recipe, "halves.shp")
    with pytest.raises(AreaError, match=r"does not say its coordinate system.*\.prj"):
        recipe_worlds.build(recipe, data)
    edit(recipe, "halves.shp", "halves.dbf")
    with pytest.raises(AreaError, match=r"halves\.dbf: is a part of a shapefile; name its \.shp"):
        recipe_worlds.build(recipe, data)


def zipped(recipe, halves, *stems):
    for stem in stems:
        halves.to_file(recipe.parent / f"{stem}.shp")
    with zipfile.ZipFile(recipe.parent / "halves.zip", "w") as archive:
        for stem in stems:
            for path in sorted(recipe.parent.glob(f"{stem}.*")):
                archive.write(path, f"inner/{path.name}")


def test_a_shapefile_in_a_folder_in_a_zip(recipe, data, halves):
    zipped(recipe, halves, "drawn")
    named(recipe, "halves.zip")
    area, _ = built(recipe, data)
    assert area.places.people == pytest.approx(worlds.area().places.people)


def test_of_two_shapefiles_in_a_zip_one_is_named(recipe, data, halves):
    zipped(recipe, halves, "drawn", "other")
    named(recipe, "halves.zip")
    with pytest.raises(
        AreaError, match=r"holds 2 files of polygons \(inner/drawn\.shp, inner/other\.shp\); say which"
    ):
        recipe_worlds.build(recipe, data)
    edit(recipe, 'path = "halves.zip"', 'path = "halves.zip"\ninside = "*/drawn.shp"')
    built(recipe, data)


def test_a_zip_in_a_zip(recipe, data, halves):
    zipped(recipe, halves, "drawn")
    with zipfile.ZipFile(recipe.parent / "outer.zip", "w") as archive:
        archive.write(recipe.parent / "halves.zip", "halves.zip")
    named(recipe, "outer.zip")
    with pytest.raises(AreaError, match=r"is a zip in a zip \(halves\.zip\); unpack the outer one"):
        recipe_worlds.build(recipe, data)


@pytest.mark.parametrize("crs", ["EPSG:27700", "EPSG:3857"])
def test_metres_in_a_geojson_that_states_no_system(crs, recipe, data, halves):
    path = recipe.parent / "halves.geojson"
    halves.to_crs(crs).to_file(path, driver="GeoJSON")
    content = json.loads(path.read_text())
    content.pop("crs", None)
    path.write_text(json.dumps(content))
    with pytest.raises(AreaError, match=r"its coordinates run to [\d,]+, which are no degrees"):
        recipe_worlds.build(recipe, data)


def test_degrees_called_metres(recipe, data, halves):
    halves.to_crs("EPSG:4326").set_crs("EPSG:27700", allow_override=True).to_file(
        recipe.parent / "halves.gpkg"
    )
    named(recipe, "halves.gpkg")
    with pytest.raises(AreaError, match="look like degrees, but it states OSGB36 / British National Grid"):
        recipe_worlds.build(recipe, data)


def test_a_table_is_no_polygons(recipe, data):
    named(recipe, "lookup.csv")
    with pytest.raises(AreaError, match=r"lookup\.csv: is text, not polygons"):
        recipe_worlds.build(recipe, data)


def test_a_zip_that_was_cut_is_said_to_be(recipe, data):
    with zipfile.ZipFile(recipe.parent / "halves.zip", "w") as archive:
        archive.write(recipe.parent / "halves.geojson", "halves.geojson")
    whole = (recipe.parent / "halves.zip").read_bytes()
    (recipe.parent / "halves.zip").write_bytes(whole[:-60])
    named(recipe, "halves.zip")
    with pytest.raises(AreaError, match=r"halves\.zip: is a zip archive that was cut short or damaged"):
        recipe_worlds.build(recipe, data)


def test_a_gzip_file_that_was_cut_is_said_to_be_in_no_number(recipe, data):
    whole = gzip.compress((recipe.parent / "halves.geojson").read_bytes())
    (recipe.parent / "halves.geojson.gz").write_bytes(whole[:-9])
    named(recipe, "halves.geojson.gz")
    with pytest.raises(AreaError, match=r"geojson\.gz: cannot be read as polygons: is no whole gzip file$"):
        recipe_worlds.build(recipe, data)


def test_codes_padded_with_blanks_as_in_a_dbf(recipe, data, halves):
    halves.assign(id=["Z1  ", "Z2  "]).to_file(recipe.parent / "halves.geojson")
    built(recipe, data)


def test_what_a_repair_leaves_beside_a_polygon_is_left_out(recipe, data, halves):
    mixed = [shapely.GeometryCollection([shape, shape.centroid]) for shape in halves.geometry]
    halves.set_geometry(mixed, crs=halves.crs).to_file(recipe.parent / "halves.geojson")
    built(recipe, data)
    points = [shapely.GeometryCollection([shape.centroid]) for shape in halves.geometry]
    halves.set_geometry(points, crs=halves.crs).to_file(recipe.parent / "halves.geojson")
    with pytest.raises(AreaError, match="a row is no polygon"):
        recipe_worlds.build(recipe, data)


def test_a_servers_message_in_place_of_the_file(recipe, data):
    (recipe.parent / "halves.geojson").write_text('{"error": {"code": 400, "message": "Invalid URL"}}')
    with pytest.raises(AreaError, match="is JSON in which GDAL knows no polygons; look into it: a server"):
        recipe_worlds.build(recipe, data)
