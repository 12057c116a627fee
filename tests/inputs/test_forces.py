"""The area of a force from its publishers' files, on a server of this machine; candidates, marks, refusals."""

import shutil

import numpy as np
import pandas as pd
import pytest

from estate_model.api.loading import load_area
from estate_model.commands.forces import build_force
from estate_model.errors import AreaError
from estate_model.inputs.forces.force_list import force_called
from tests.inputs import force_worlds
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


@pytest.fixture
def essex(server, tmp_path):  # noqa: ARG001
    build_force("essex", data=tmp_path / "data")
    return tmp_path / "data"


def table(data, name, area="essex"):
    return pd.read_csv(data / area / name, dtype=str, keep_default_na=False)


def test_a_force_is_built_from_an_empty_cache(essex, server):
    area = load_area("essex", data=essex)
    assert area.places.people.sum() == 1_100
    assert set(area.places.table.index) == {post for post in force_worlds.POSTCODES if post.startswith("CM")}
    assert set(area.zones["borough_name"]) == {"Maldon"}
    assert area.labels["borough"] == "district"
    np.testing.assert_array_equal(area.groups.table["disabled"], [30, 80])
    np.testing.assert_array_equal(area.groups.table["imd2025_decile"], [1, 10])
    assert [one.demand_id for one in area.groups.demands] == ["burglary", "robbery", "theft", "all_crime"]
    np.testing.assert_array_equal(area.groups.a_year("all_crime"), [4 * 6, 0])  # two months, times six
    notes = " ".join(area.notes)
    assert "1 postcodes have no point in Code-Point Open" in notes
    assert "4 police.uk records without an LSOA, or with one of another area, are left out." in notes
    assert "wimd" not in " ".join(area.groups.table.columns)
    assert "Not in this area" not in notes
    assert server.most_at_once <= 2


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


def test_the_second_time_nobody_is_asked_and_the_bytes_are_the_same(essex, server, tmp_path):
    before = {name: (essex / "essex" / name).read_bytes() for name in AREA_FILES}
    asked = len(server.asked)
    build_force("essex", data=tmp_path / "again")
    assert {name: (tmp_path / "again" / "essex" / name).read_bytes() for name in AREA_FILES} == before
    again = [path for path, _ in server.asked[asked:]]
    assert again == ["/download.geofabrik.de/index-v1.json"]  # which extracts there are
    build_force("essex", offline=True, without=("streets",), data=tmp_path / "again")
    build_force("essex", data=essex)
    assert {name: (essex / "essex" / name).read_bytes() for name in AREA_FILES} == before


def test_a_welsh_force_has_its_own_index_names_and_holidays(essex, server, tmp_path):  # noqa: ARG001
    server.files["/data.police.uk/data/archive/latest.zip"] = force_worlds.crime()
    build_force("gwent", without=("crime", "streets"), data=tmp_path / "data")
    area = load_area("gwent", data=tmp_path / "data")
    assert area.places.people.sum() == 700
    assert set(area.zones["borough_name"]) == {"Newport / Casnewydd"}
    assert set(area.zones["ward_name"]) == {"Ward / Y Ward"}
    assert area.holidays == ("GB", "WLS")
    columns = set(area.groups.table.columns)
    assert {"wimd2025_decile", "wimd2025_rank"} <= columns
    assert not {"imd2025_decile", "imd2025_rank"} & columns
    np.testing.assert_array_equal(area.groups.table["wimd2025_rank"], [7, 1900])
    assert "Not in this area: crime (left out by --without)." in area.notes


def test_the_publishers_files_in_a_folder_do_as_well(essex, server, tmp_path, monkeypatch):
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
    result = invoke("areas", "build", "essex", "--offline", "--data", tmp_path / "data")
    assert result.exit_code == 1
    for key in ("postcodes", "lookup", "boundaries", "residents"):
        assert f"{key}: there is no " in result.output
    assert "crime: there is no" not in result.output
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
    refused = invoke("run", scenario, "--data", essex, "--out", tmp_path / "maps")
    assert refused.exit_code == 1
    assert (
        "candidates for one: 3; mark front counters with 'estate-model sites essex --set SITE --hours HOURS'"
        in refused.output
    )
    marked = invoke("sites", "essex", "--set", "maldon", "--hours", "Mo-Fr 10.00-16.00", "--data", essex)
    assert "maldon: Mo-Fr 10:00-16:00 from 2000-01-01 (marked by hand)" in marked.stdout
    ran = invoke("run", scenario, "--data", essex, "--out", tmp_path / "maps")
    assert ran.exit_code == 0, ran.output
    first = " ".join(ran.stdout.partition("  - ")[2].split())
    assert first.startswith(
        "2 police buildings are candidates: nobody has said whether they have front counters"
    )
    assert "Heybridge Police Office, Town Hall" in first
    load = pd.read_csv(tmp_path / "maps" / "one" / "load.csv")
    assert load["reports_a_day_central_after"].isna().all()  # London's counters say nothing of Essex
    assert load["people_in_catchment_after"].sum() == 1_100
    standards = pd.read_csv(tmp_path / "maps" / "one" / "standards.csv", keep_default_na=False)
    here = standards[standards["result_after"] != "does not apply here"]
    assert not here["title"].str.contains("borough").any()
    assert not here["definition"].str.contains("borough").any()


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
    result = invoke("sites", "essex", *words, "--data", essex)
    assert result.exit_code in {1, 2}
    assert said in result.output
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
    path.write_text(rows + "new,New Counter,,,,CM2 4AA,,\n", encoding="utf-8")
    refused = invoke("areas", "essex", "--sign", "--data", essex)
    assert (
        "sites.csv:5: postcode: 'CM2 4AA' is not a live postcode of this area; did you mean 'CM2 "
        in refused.output
    )


def test_hours_of_a_candidate_are_refused(essex):
    path = essex / "essex" / "hours.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("maldon,2000-01-01,,", "maldon,2000-01-01,24/7,"),
        encoding="utf-8",
    )
    refused = invoke("areas", "essex", "--sign", "--data", essex)
    assert "hours: are given, but confidence says 'candidate'; write whose word they are" in refused.output


@pytest.mark.parametrize("word", ["essex", "Essex", "Essex Police", "ESSEX  police"])
def test_a_force_may_be_called_by_its_name(word):
    assert force_called(word).force_id == "essex"


def test_every_force_is_known_with_all_its_districts():
    from estate_model.inputs.forces.force_list import forces  # noqa: PLC0415

    assert len(forces()) == 43
    assert sum(len(force.districts) for force in forces().values()) == 318
    assert [key for key, force in forces().items() if force.is_welsh] == [
        "dyfed-powys",
        "gwent",
        "north-wales",
        "south-wales",
    ]
    assert force_called("Devon & Cornwall").force_id == "devon-and-cornwall"
    assert force_called("the Met").force_id == "metropolitan"


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("esex", "'esex' is no police force of England and Wales; did you mean 'essex'?"),
        ("Police Scotland", "Scotland is not built: its census"),
        ("PSNI", "Northern Ireland is not built: its census, zones"),
        ("British Transport Police", "has railways, not districts"),
    ],
)
def test_another_force_is_refused_by_name(word, said):
    with pytest.raises(AreaError, match=said):
        force_called(word)


def test_a_source_that_is_needed_or_unknown_cannot_be_left_out(home, tmp_path):  # noqa: ARG001
    for word, said in (
        ("crimes", "is no source; did you mean 'crime'?"),
        ("residents", "no area can be built without it"),
    ):
        result = invoke("areas", "build", "essex", "--without", word, "--data", tmp_path / "data")
        assert f"--without {word}: {said}" in result.output
