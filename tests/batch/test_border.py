"""Counters of the next area: whose nearest they are, by hand on two streets end to end; none across water.

The Lane goes on where The Street ends, 400 metres (five minutes) from postcode to postcode:

    metres   0     400    800    1200   1600   2000   2400 | 2800   ...                    5200
    people   100   100    100    200    200    200    200  | 100    ...                    200
    open     west                                          | west
"""

import gzip
import io
import json
from dataclasses import replace

import pandas as pd
import pytest
from shapely.geometry import box

from estate_model.batch import border
from estate_model.batch.border import Beyond
from tests import worlds
from tests.batch.conftest import another
from tests.test_cli import invoke

CLOSES = "title: East shuts\nquestion: q\nbaseline: 2025-10-01\nmoments:\n  noon: Tu 12:00\nchanges:\n  - close: east\n"
AWAY = 7 * worlds.STEP_METRES


@pytest.fixture(scope="module")
def facts(tmp_path_factory):
    """What a batch of both kept of each area."""
    data, out = worlds.write(tmp_path_factory.mktemp("ends")), tmp_path_factory.mktemp("out")
    another(data, "lane")
    for name in ("postcodes.csv.gz", "sites.csv"):
        path = data / "lane" / name
        table = pd.read_csv(path)
        table["easting"] += AWAY
        text = table.to_csv(index=False).encode()
        path.write_bytes(gzip.compress(text, mtime=0) if path.suffix == ".gz" else text)
    manifest = (data / "lane" / "area.toml").read_text().partition("[[file]]")[0]
    files = sorted(path for path in (data / "lane").iterdir() if path.name != "area.toml")
    entries = [
        worlds.MANIFEST_ENTRY.format(path=path.name, bytes=path.stat().st_size, sha256=worlds.sha256_of(path))
        for path in files
    ]
    (data / "lane" / "area.toml").write_text(manifest + "\n".join(entries))
    scenario = out / "east-shuts.yaml"
    scenario.write_text(CLOSES)
    invoke("batch", scenario, "--areas", "all", "--data", data, "--out", out, "--light")
    return out


def around(out, number):
    """Return the table of own and any counters of the league."""
    tables = pd.read_html(io.StringIO((out / "national" / "league.html").read_text()))
    (table,) = (one for one in tables if "Counters around" in one)
    return table.set_index("Area").astype(str).loc[number].tolist()


def test_the_next_area_s_counter_is_the_nearest_of_three_postcodes(facts):
    """Own: 0 5 10 15 20 25 30 minutes, half of 1,100 within 20. Any: 0 5 10 15 15 10 5, half within 10."""
    assert around(facts, "The Street") == ["2", "20", "10", "100", "100", "600"]


def test_where_none_is_nearer_nothing_changes(facts):
    assert around(facts, "The Lane") == ["2", "20", "20", "100", "100", "0"]


def test_what_was_found_of_the_area_itself_is_as_without_neighbours(facts):
    kept = json.loads((facts / ".estate-model-batch" / "east-shuts-street-light.json").read_text())["facts"]
    assert kept["moments"][0]["median_after"] == 20
    assert [one["after"] for one in kept["own_counters"]] == ["off", "24/7"]


def beyond(metres, **changed):
    point = {"easting": worlds.WEST + metres, "northing": worlds.NORTH}
    known = {
        "area_id": "lane",
        "area_hash": "",
        "crs": "EPSG:27700",
        "site_id": "west",
        "before": "24/7",
        "after": "24/7",
    }
    return Beyond(**{**known, **point, **changed})


def near(other, tmp_path, monkeypatch, *, gap_metres):
    """Whether a counter counts, when the land of the next area begins so many metres east of The Street's."""
    street = box(worlds.WEST - 200, worlds.NORTH - 200, worlds.WEST + 2600, worlds.NORTH + 200)
    lane = box(worlds.WEST + 2600 + gap_metres, worlds.NORTH - 200, worlds.WEST + 20_000, worlds.NORTH + 200)
    monkeypatch.setattr(border, "read_shore", lambda _path: lane)
    return list(border._near(replace(worlds.area(), shore=street), tmp_path, [other])) == [other]


def test_a_counter_across_water_or_far_away_does_not_count(tmp_path, monkeypatch):
    assert near(beyond(3400), tmp_path, monkeypatch, gap_metres=0)
    assert not near(beyond(3400), tmp_path, monkeypatch, gap_metres=500)
    assert near(beyond(2400 + 9_999), tmp_path, monkeypatch, gap_metres=0)
    assert not near(beyond(2400 + 10_001), tmp_path, monkeypatch, gap_metres=0)
    assert not near(beyond(3400, crs="EPSG:3857"), tmp_path, monkeypatch, gap_metres=0)


@pytest.mark.parametrize(
    ("before", "after", "verb"),
    [("24/7", "off", "close"), ("off", "24/7", "open"), ("24/7", "Mo 10:00-11:00", "set_hours")],
)
def test_what_the_scenario_does_to_the_next_area_s_counters_is_done(before, after, verb):
    other = beyond(2800, before=before, after=after)
    area = border._joined(worlds.area(), [other])
    change = border._change(other)
    assert change.verb == verb
    estate = area.estate_on(worlds.FIRST_DAY)
    assert estate.sites[other.key].hours == before
    assert change.apply(estate, area.places).sites[other.key].hours == after
    assert [site.site_id for site in estate.own_counters] == ["east", "west"]
