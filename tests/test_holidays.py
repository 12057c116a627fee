"""Public holidays are the area's own: ``PH off`` shuts a counter on the days its country keeps."""

import csv
import io

import pytest
import yaml

from estate_model import run
from estate_model.outputs.tables.whole_area import whole_area
from estate_model.outputs.tables.zones import tables
from tests import worlds
from tests.test_same_bytes import GOLDEN

ST_ANDREWS, TWELFTH_OF_JULY, EASTER_MONDAY = (
    "2026-11-30",
    "2026-07-13",
    "2026-04-06",
)  # the Mondays kept in 2026
KEPT = {
    "GB-ENG": {EASTER_MONDAY},
    "GB-WLS": {EASTER_MONDAY},
    "GB-SCT": {ST_ANDREWS},
    "GB-NIR": {EASTER_MONDAY, TWELFTH_OF_JULY},
    "IE": {EASTER_MONDAY},
}
SHUT_ON_HOLIDAYS = "Mo-Fr 09:00-17:00; PH off"


@pytest.fixture(scope="module", params=KEPT)
def country(request, tmp_path_factory):
    """A street in one country, and the holidays it keeps."""
    data = worlds.write(tmp_path_factory.mktemp("data"), {"west": worlds.ALL_DAY, "east": SHUT_ON_HOLIDAYS})
    manifest = data / "street" / "area.toml"
    manifest.write_text(manifest.read_text().replace("crs =", f'holidays = "{request.param}"\ncrs ='))
    return data, KEPT[request.param]


def ran(data, tmp_path, week_of):
    """Run the street in the week of a Monday and return its tables of counters and of the whole area."""
    words = yaml.safe_load((GOLDEN / "street.yaml").read_text())
    words |= {"week_of": week_of, "moments": {"monday": "Mo 10:00", "tuesday": "Tu 10:00"}}
    words["changes"] = [{"set_hours": "west", "hours": "Mo-Fr 09:00-17:00; PH off"}]
    (tmp_path / "holidays.yaml").write_text(yaml.safe_dump(words, sort_keys=False))
    report = run(tmp_path / "holidays.yaml", data=data).report
    files = {**tables(report), **whole_area(report)}
    counters, whole = (
        list(csv.DictReader(io.StringIO(files[name].decode(), newline="")))
        for name in ("counters.csv", "whole_area.csv")
    )
    return {(row["site_id"], row["moment"]): row for row in counters}, whole


@pytest.mark.parametrize("monday", [ST_ANDREWS, TWELFTH_OF_JULY, EASTER_MONDAY])
def test_a_counter_is_shut_on_its_countrys_holidays(country, monday, tmp_path):
    data, kept = country
    rows, whole = ran(data, tmp_path, monday)
    is_kept = monday in kept
    assert rows["east", "monday"]["open_before"] == ("no" if is_kept else "yes")
    assert rows["west", "monday"]["open_before"] == "yes"  # all day, every day
    assert rows["west", "monday"]["open_after"] == ("no" if is_kept else "yes")
    assert rows["east", "tuesday"]["open_before"] == rows["west", "tuesday"]["open_after"] == "yes"
    assert float(rows["east", "monday"]["week_hours_before"]) == (4 if is_kept else 5) * 8
    (monday_walk,) = (
        row for row in whole
        if (row["profile"], row["moment"], row["group"]) == ("walk", "monday", "everyone")
    )  # fmt: skip
    # On a holiday nothing is open after the change, so none of the 1,100 residents reaches a counter.
    assert float(monday_walk["people_within_30_minutes_after"]) == (0 if is_kept else 1100)
