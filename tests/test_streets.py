"""Real streets, as a user brings them to The Street: build, fetch, run, and what can go wrong."""

import errno
import json
import shutil

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from pyproj import Transformer

from estate_model.cli import cli
from estate_model.errors import EstateModelError
from estate_model.inputs.area import street_file
from estate_model.inputs.area.area_folder import read_area
from estate_model.inputs.area.area_streets import street_level
from tests import worlds
from tests.inputs.osm_worlds import write_pbf
from tests.inputs.test_osm_overpass import server  # noqa: F401 - a fixture

SCENARIO = """\
title: The east closes
question: Who loses?
area: street
baseline: 2025-06-01
moments: {noon: Tu 12:00}
headline_minutes: 15
"""
CLOSES = SCENARIO + "changes:\n  - close: east\n"
DEGREES = Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)
HEADER = {"generator": "a test", "osmosis_replication_timestamp": "2026-03-01T00:00:00Z"}


def invoke(*words):
    result = CliRunner().invoke(cli, [str(word) for word in words])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def main_street(path, *, posts=7, shift_metres=0.0, island_shift_metres=0.0):
    """Write The Street as a PBF: a residential street past the first posts, and an island far from it."""
    points = {
        n + 1: (worlds.WEST + worlds.STEP_METRES * n + shift_metres, worlds.NORTH) for n in range(posts)
    }
    island = worlds.WEST + island_shift_metres, worlds.NORTH + 900
    points |= {91: island, 92: (island[0] + 50, island[1])}
    ways = {1: (list(range(1, posts + 1)), {"highway": "residential"}), 2: ([91, 92], {"highway": "path"})}
    return write_pbf(path, {ref: DEGREES.transform(*xy) for ref, xy in points.items()}, ways, HEADER)


@pytest.fixture
def data(tmp_path):
    return worlds.write(tmp_path / "data")


@pytest.fixture
def built(data, tmp_path):
    """The Street with its streets, for walkers, cycles and cars."""
    invoke("streets", "build", "street", "--osm", main_street(tmp_path / "s.osm.pbf"), "--data", data)
    return data


def ran(data, tmp_path, text=CLOSES, *words, out="maps"):
    path = tmp_path / "closes.yaml"
    path.write_text(text)
    result = invoke("run", path, "--data", data, "--out", tmp_path / out, *words)
    return result, tmp_path / out / "closes"


def ran_lightly(data, tmp_path, text=CLOSES, *words, out="maps"):
    """The same with no more than a summary, which is all that many tests read."""
    result, folder = ran(data, tmp_path, text, "--light", *words, out=out)
    return result, folder.with_name(f"{folder.name}-light")


def summary(folder):
    return json.loads((folder / "summary.json").read_text())


def row(folder, profile):
    return next(r for r in summary(folder)["results"] if (r["profile"], r["group"]) == (profile, "everyone"))


def test_build_says_what_was_written_left_out_and_covered(data, tmp_path):
    result = invoke(
        "streets", "build", "street", "--osm", main_street(tmp_path / "s.osm.pbf"), "--data", data,
        "--modes", "walk,walk-strict",
    )  # fmt: skip
    assert "walk.streets: 7 points, 6 pieces, 2 km" in result.stdout
    assert "left out: 1 pieces of street (0.1 km, 2.0% of all metres)" in result.stdout
    assert "postcodes over 200 m from a street: 0 (0 residents)" in result.stdout
    assert "as of 2026-03-01" in result.stdout
    level = street_level(data / "street")
    assert sorted(level.files) == ["walk", "walk-strict"]
    assert level.load("walk").metres.sum() == pytest.approx(2400, abs=1)
    assert "Streets to walk: OpenStreetMap, 2026-03-01" in invoke("areas", "street", "--data", data).stdout


def test_a_run_takes_the_streets_and_says_so_everywhere(built, tmp_path):
    result, folder = ran(built, tmp_path)
    label = "Street-level network (OpenStreetMap, 2026-03-01)"
    assert label in result.stdout
    found = summary(folder)
    assert found["network"]["kind"] == "osm"
    assert found["network"]["label"] == label
    assert any("OpenStreetMap contributors" in line for line in found["attribution"])
    assert "every postcode lies within 200 m of a street" in found["network"]["error"]
    record = json.loads((folder / "run.json").read_text())
    assert {"streets/walk.streets", "streets/cycle.streets"} <= {one["path"] for one in record["inputs"]}
    assert record["network"]["walk"]["residents_over_200_m_from_a_street"] == 0
    assert label in (folder / "map.html").read_text()
    everyone = row(folder, "walk")
    assert everyone["mean_minutes_before"] == pytest.approx(
        (300 * 5 + 200 * 15 + 200 * 10 + 200 * 5) / 1100, abs=0.06
    )
    assert everyone["mean_minutes_after"] == pytest.approx(
        (300 * 5 + 200 * (15 + 20 + 25 + 30)) / 1100, abs=0.06
    )


def test_postcodes_can_be_chosen_all_the_same(built, tmp_path):
    result, folder = ran_lightly(built, tmp_path, CLOSES, "--streets", "postcodes")
    assert "Screening network" in result.stdout
    assert summary(folder)["network"]["kind"] == "postcodes"


def test_a_second_run_remembers_and_writes_the_same_bytes(built, tmp_path, monkeypatch):
    monkeypatch.setenv("ESTATE_MODEL_CACHE", str(tmp_path / "cache"))
    _, first = ran(built, tmp_path, out="one")
    kept = [path.suffix for path in (tmp_path / "cache").iterdir()]
    assert kept.count(".seconds") == 2 + 3  # connectors by mode, seconds by profile
    assert (
        kept.count(".kept") == 10
    )  # the area's table; the map's points, postcodes, shapes, minutes, shell; 4 analyses
    monkeypatch.setattr("estate_model.travel.networks.streets.link", None)
    monkeypatch.setattr("estate_model.travel.networks.streets.seconds_to_counters", None)
    _, second = ran(built, tmp_path, CLOSES.replace("close: east", "close: west"), out="two")
    _, again = ran(built, tmp_path, out="three")
    assert summary(second)["counters"]["by_status"]["closed"] == ["west"]
    for path in first.iterdir():
        assert path.read_bytes() == (again / path.name).read_bytes(), path.name


def test_a_damaged_cache_is_said_and_made_again(built, tmp_path, monkeypatch):
    monkeypatch.setenv("ESTATE_MODEL_CACHE", str(tmp_path / "cache"))
    _, first = ran(built, tmp_path, out="one")
    for path in (tmp_path / "cache").iterdir():
        path.write_bytes(path.read_bytes()[:-3])
    result, again = ran(built, tmp_path, out="two")
    assert result.stderr.count("damaged in the cache; computed again") == 9 + 5
    assert (first / "run.json").read_bytes() == (again / "run.json").read_bytes()


def test_a_full_disk_while_caching_does_not_stop_the_run(built, tmp_path, monkeypatch):
    monkeypatch.setenv("ESTATE_MODEL_CACHE", str(tmp_path / "cache"))

    def full(*_args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("estate_model.inputs.store.kept.write_whole", full)
    result, folder = ran(built, tmp_path)
    assert "could not be kept" in result.stderr
    assert "No space left on device" in result.stderr
    assert (folder / "map.html").exists()
    assert not list((tmp_path / "cache").iterdir())


def test_a_new_counter_and_a_move_are_searched_beside_the_recorded_sites(built, tmp_path):
    text = SCENARIO + "changes:\n  - move: east\n    to: AA4 1AA\n"
    _, folder = ran_lightly(built, tmp_path, text)
    assert row(folder, "walk")["mean_minutes_after"] == pytest.approx(
        (100 * (0 + 5 + 5) + 200 * (0 + 5 + 10 + 15)) / 1100, abs=0.06
    )


def test_driving_takes_the_streets_own_speed_and_the_delay(built, tmp_path):
    speeds = built / "parameters" / "profiles.csv"
    table = pd.read_csv(speeds, dtype=str).assign(delay="none")
    extra = table.iloc[[0]].assign(profile_id="drive", mode="drive", speed_kmh="48.3", delay="urban_delay")
    pd.concat([table, extra]).to_csv(speeds, index=False)
    worlds.sign(built)
    _, folder = ran_lightly(built, tmp_path, CLOSES + "profiles: [drive, walk]\n")
    minutes = 400 / (32.2 / 3.6) * 1.5 / 60
    steps = (300 * 1 + 200 * (3 + 2 + 1)) / 1100
    assert row(folder, "drive")["mean_minutes_before"] == pytest.approx(minutes * steps, abs=0.06)
    with pytest.raises(
        EstateModelError, match="'drive' cannot be used here: the screening network knows only"
    ):
        ran(built, tmp_path, CLOSES + "profiles: [drive]\n", "--streets", "postcodes", out="no")
    assert not (tmp_path / "no").exists()


def test_streets_of_a_part_of_the_area_are_not_chosen_by_themselves(data, tmp_path):
    pbf = main_street(tmp_path / "s.osm.pbf", posts=2)
    result = invoke("streets", "build", "street", "--osm", pbf, "--data", data)
    assert "NOT COVERED: 55% of residents live over 1,000 m from every street to walk" in result.stdout
    assert "Roadley" in result.stdout
    result, folder = ran_lightly(data, tmp_path)
    assert "reach 45% of residents: the screening network is used" in result.stderr
    assert summary(folder)["network"]["kind"] == "postcodes"
    _, folder = ran_lightly(data, tmp_path, CLOSES, "--streets", "osm", out="osm")
    network = summary(folder)["network"]
    assert network["kind"] == "osm"
    assert "postcodes over 200 m from a street (5 of them, 900 residents, at most 2.0 km)" in network["error"]
    assert row(folder, "walk")["people"] == pytest.approx(1100)


def test_a_mode_that_was_not_built_is_named(data, tmp_path):
    pbf = main_street(tmp_path / "s.osm.pbf")
    invoke("streets", "build", "street", "--osm", pbf, "--data", data, "--modes", "walk")
    (tmp_path / "closes.yaml").write_text(CLOSES)
    for command in ("run", "check"):
        with pytest.raises(
            EstateModelError, match="'cycle' cannot be used here: streets were built for walk only"
        ):
            invoke(command, tmp_path / "closes.yaml", "--data", data)
    _, folder = ran_lightly(data, tmp_path, CLOSES + "profiles: [walk, walk-65-plus]\n")
    assert summary(folder)["network"]["kind"] == "osm"


def test_no_streets_were_built(data, tmp_path):
    with pytest.raises(
        EstateModelError, match=r"has no streets yet; build them: estate-model streets build street"
    ):
        ran(data, tmp_path, CLOSES, "--streets", "osm")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "give one of --osm FILE.osm.pbf and --graphml FILE"),
        (("--osm", "a", "--graphml", "b"), "give one of"),
        (("--osm", "a", "--modes", "wlak"), "did you mean 'walk'"),
        (("--osm", "a", "--modes", ","), "there are: walk, walk-strict, cycle, drive"),
    ],
)
def test_wrong_use_exits_with_2(data, words, said):
    result = invoke("streets", "build", "street", "--data", data, *words)
    assert result.exit_code == 2
    assert said in result.output


def test_streets_of_another_place_leave_nothing_behind(data, tmp_path):
    for island_metres, said in (
        (30_000, "its streets lie elsewhere"),
        (0, "nobody in The Street lives within"),
    ):
        pbf = main_street(
            tmp_path / f"{island_metres}.osm.pbf", shift_metres=30_000, island_shift_metres=island_metres
        )
        with pytest.raises(EstateModelError, match=said):
            invoke("streets", "build", "street", "--osm", pbf, "--data", data)
    assert not (data / "street" / "streets").exists()


def test_a_full_disk_while_building_leaves_no_manifest(data, tmp_path, monkeypatch):

    def full(*_args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(street_file, "write_whole", full)
    with pytest.raises(EstateModelError, match="No space left on device; nothing was replaced"):
        invoke("streets", "build", "street", "--osm", main_street(tmp_path / "s.osm.pbf"), "--data", data)
    assert not list((data / "street" / "streets").iterdir())


def test_a_changed_street_file_is_refused_though_its_times_are_kept(built, tmp_path):
    ran_lightly(built, tmp_path)
    path = built / "street" / "streets" / "walk.streets"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(EstateModelError, match=r"cut short or changed.*build the streets again"):
        ran(built, tmp_path)


def test_a_changed_street_file_is_refused(built, tmp_path, monkeypatch):
    monkeypatch.setenv("ESTATE_MODEL_CACHE", str(tmp_path / "cache"))
    path = built / "street" / "streets" / "walk.streets"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(EstateModelError, match=r"cut short or changed.*build the streets again"):
        ran(built, tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("covered_share = 1.0", 'covered_share = "much"', "entry is damaged"),
        ("[[streets]]", "[[street]]", "has no .* entry for"),
    ],
)
def test_a_damaged_manifest_is_refused(built, tmp_path, old, new, said):
    path = built / "street" / "streets" / "streets.toml"
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(EstateModelError, match=said):
        ran(built, tmp_path)


def test_a_site_in_the_sea_is_named(built, tmp_path):
    sites = built / "street" / "sites.csv"
    table = pd.read_csv(sites, dtype=str)
    table.loc[table["site_id"] == "mid", "northing"] = str(worlds.NORTH - 9_000)
    table.to_csv(sites, index=False)
    worlds.sign(built)
    with pytest.raises(EstateModelError, match=r"sites\.csv:3: site 'mid' lies 9,000 m from every postcode"):
        ran(built, tmp_path)


def test_fetch_brings_the_same_streets_from_overpass(data, tmp_path, server, monkeypatch):  # noqa: F811
    monkeypatch.setenv("ESTATE_MODEL_CACHE", str(tmp_path / "cache"))
    points = {n + 1: DEGREES.transform(worlds.WEST + worlds.STEP_METRES * n, worlds.NORTH) for n in range(7)}
    nodes = [{"type": "node", "id": ref, "lon": lon, "lat": lat} for ref, (lon, lat) in points.items()]
    way = {"type": "way", "id": 1, "nodes": list(points), "tags": {"highway": "residential"}}
    stamp = {"timestamp_osm_base": "2026-03-01T12:00:00Z"}
    server.overpass = (200, {"version": 0.6, "osm3s": stamp, "elements": [*nodes, way]})
    result = invoke("streets", "fetch", "street", "--data", data)
    assert "as of 2026-03-01" in result.stdout
    asked = len(server.asked)
    invoke("streets", "fetch", "street", "--data", data)
    assert len(server.asked) == asked
    fetched = street_level(data / "street").load("walk")
    invoke("streets", "build", "street", "--osm", main_street(tmp_path / "s.osm.pbf"), "--data", data)
    built = street_level(data / "street").load("walk")
    np.testing.assert_array_equal(fetched.xy_metres, built.xy_metres)
    np.testing.assert_array_equal(fetched.metres, built.metres)


def test_a_saved_osmnx_graph_can_be_used(data, tmp_path):
    import networkx as nx  # noqa: PLC0415
    import osmnx as ox  # noqa: PLC0415

    graph = nx.MultiDiGraph(crs="EPSG:27700")
    for n in range(7):
        graph.add_node(n, x=worlds.WEST + worlds.STEP_METRES * n, y=worlds.NORTH)
    for n in range(6):
        for ends in ((n, n + 1), (n + 1, n)):
            graph.add_edge(*ends, osmid=n, highway="residential", length=400.0)
    ox.io.save_graphml(graph, tmp_path / "street.graphml")
    for command in ("build", "fetch"):
        result = invoke(
            "streets", command, "street", "--graphml", tmp_path / "street.graphml", "--data", data
        )
        assert "walk.streets: 7 points, 6 pieces" in result.stdout
    words = (
        "--graphml",
        tmp_path / "street.graphml",
        "--date",
        "2024-02-17",
        "--modes",
        "walk",
        "--data",
        data,
    )
    assert "as of 2024-02-17" in invoke("streets", "build", "street", *words).stdout


def test_an_area_is_copied_whole_or_in_part(data, tmp_path):
    own = tmp_path / "own"
    said = invoke("areas", "street", "--copy-to", own, "--as", "mine", "--data", data).stdout
    assert f"--data {own}" in said
    whole = read_area(own / "mine", own / "parameters")
    assert whole.area_id == "mine"
    assert whole.places.people.sum() == pytest.approx(1100)
    invoke("areas", "street", "--copy-to", own, "--as", "part", "--boroughs", "Streetham", "--data", data)
    part = read_area(own / "part", own / "parameters")
    assert part.name == "Streetham"
    assert part.places.people.sum() == pytest.approx(300)
    assert list(part.places.table.index) == list(worlds.POSTCODES[:3])
    assert sorted(part.buildings) == ["east", "mid", "west"]
    assert "Cut out of The Street: Streetham" in part.notes[0]
    (tmp_path / "part.yaml").write_text(CLOSES.replace("area: street", "area: part"))
    invoke("run", tmp_path / "part.yaml", "--data", own, "--out", tmp_path / "maps", "--light")
    assert row(tmp_path / "maps" / "part-light", "walk")["people"] == pytest.approx(300)


def test_what_cannot_be_copied(data, tmp_path):
    with pytest.raises(EstateModelError, match="no borough 'Streatham'; did you mean 'Streetham'"):
        invoke("areas", "street", "--copy-to", tmp_path / "own", "--boroughs", "Streatham", "--data", data)
    assert not (tmp_path / "own").exists()
    with pytest.raises(EstateModelError, match="exists already"):
        invoke("areas", "street", "--copy-to", data, "--data", data)
    assert invoke("areas", "street", "--boroughs", "Roadley", "--data", data).exit_code == 2
    manifest = data / "street" / "area.toml"
    entries = manifest.read_text().split("\n[[file]]")
    manifest.write_text("\n[[file]]".join(one for one in entries if "links.csv" not in one))
    with pytest.raises(EstateModelError, match=r"area.toml: has no \[\[file\]\] entry for links.csv"):
        invoke("areas", "street", "--copy-to", tmp_path / "own", "--boroughs", "Streetham", "--data", data)
    assert not (tmp_path / "own").exists()


def test_data_that_came_installed_is_not_written_to(data, tmp_path, monkeypatch):
    package = tmp_path / "site-packages" / "estate_model"
    shutil.copytree(data, package / "bundled" / "data")
    monkeypatch.setattr("estate_model.inputs.store.find.PACKAGE", package)
    with pytest.raises(EstateModelError, match="came with the installed program and is not changed"):
        invoke("streets", "build", "street", "--osm", "any.osm.pbf")


# ---- a street that was left out ----


def river(path, *, south=(5, 6, 7)):
    """The street 150 m north of a river, and a street on the south bank, with no bridge between them."""
    osmium = pytest.importorskip("osmium")
    from osmium.osm.mutable import Node, Way  # noqa: PLC0415 - after importorskip
    from pyproj import Transformer  # noqa: PLC0415

    to_degrees = Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True).transform
    at = {100 + n: (worlds.WEST + 400 * (n - 1), worlds.NORTH + 150) for n in range(1, 8)}
    at |= {200 + n: (worlds.WEST + 400 * (n - 1), worlds.NORTH) for n in south}
    at |= {300 + n: (worlds.WEST + 400 * (n - 1), worlds.NORTH) for n in range(1, 8) if n not in south}
    with osmium.SimpleWriter(str(path)) as writer:
        for ref, point in at.items():
            writer.add_node(Node(id=ref, location=to_degrees(*point)))
        lines = [[ref for ref in at if ref < 200], [ref for ref in at if 200 < ref < 300]]
        lines += [[ref - 200, ref] for ref in at if ref > 300]
        for number, refs in enumerate(lines, start=1):
            writer.add_way(Way(id=number, nodes=refs, tags={"highway": "residential"}))
    return path


def test_streets_that_leave_out_the_nearest_of_many_are_refused(data, tmp_path):
    said = (
        r"The nearest street of 600 residents \(3 postcodes\) does not hang together with the rest: they are "
        r"joined to another, up to 150 m farther away\. That is 55% of residents, more than 5% "
        r"\(street_limits\.toml, most_left_out_share\)"
    )
    words = (
        "streets",
        "build",
        "street",
        "--osm",
        river(tmp_path / "s.osm.pbf"),
        "--data",
        data,
        "--modes",
        "walk",
    )
    with pytest.raises(EstateModelError, match=said):
        invoke(*words)
    assert not (data / "street" / "streets").exists()
    (data / "parameters" / "street_limits.toml").write_text("[most_left_out_share]\nvalue = 2\n")
    with pytest.raises(
        EstateModelError, match=r"most_left_out_share\.value must be a number between 0 and 1, not 2"
    ):
        invoke(*words)


def test_whose_street_was_left_out_is_said_at_build_and_run_and_kept(data, tmp_path):
    (data / "parameters" / "street_limits.toml").write_text("[most_left_out_share]\nvalue = 0.6\n")
    pbf = river(tmp_path / "s.osm.pbf")
    result = invoke("streets", "build", "street", "--osm", pbf, "--data", data)
    words = (
        "The nearest street of 600 residents (3 postcodes) does not hang together with the rest: they are joined "
        "to another, up to 150 m farther away."
    )
    assert words in result.stdout
    result, folder = ran_lightly(data, tmp_path)
    assert words in " ".join(result.stdout.split())
    assert words in summary(folder)["network"]["error"]
    facts = json.loads((folder / "run.json").read_text())["network"]["walk"]
    assert facts["places_over_50_m_from_their_own_street"] == 3
    assert facts["residents_over_50_m_from_their_own_street"] == 600
    assert facts["most_metres_farther_than_their_own_street"] == 150
