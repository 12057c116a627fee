"""A timetable on disk: the same bytes twice, read back whole, refused when it was changed; and the command."""

import dataclasses
import datetime as dt
import io
import re
import zipfile

import numpy as np
import pytest

from estate_model.errors import AreaError, ScenarioError
from estate_model.inputs.store.npz import npz_bytes
from estate_model.inputs.store.provenance import sha256_of
from estate_model.inputs.timetable.folder import read_timetable, save_timetable
from estate_model.inputs.timetable.there import FOLDER, MANIFEST, has_timetable
from estate_model.inputs.timetable.validity import check_valid
from estate_model.nouns.timetable import ServiceDay, Timetable
from tests import worlds
from tests.inputs.feed_worlds import BASE, WEDNESDAY, built, hops, write
from tests.test_cli import invoke

TRANSFERS = "from_stop_id,to_stop_id,transfer_type,min_transfer_time\ns1,s2,2,700\ns1,s1,3,\n"


@pytest.fixture
def table(tmp_path):
    return built(write(tmp_path / "a.zip", transfers=TRANSFERS))


def saved(table, tmp_path, name="street"):
    folder = tmp_path / name
    folder.mkdir(exist_ok=True)
    save_timetable(table, worlds.area(), folder)
    return folder


def files(folder):
    return {path.name: path.read_bytes() for path in sorted((folder / FOLDER).iterdir())}


def test_what_is_written_is_read_back_and_written_the_same(table, tmp_path):
    folder = saved(table, tmp_path)
    again = read_timetable(folder)
    assert has_timetable(folder)
    assert not has_timetable(tmp_path)
    for field in dataclasses.fields(Timetable):
        if field.name not in {"stops", "transfers", "days", "provenance"}:
            assert getattr(again, field.name) == getattr(table, field.name), field.name
    for noun in ("stops", "transfers"):
        for field in dataclasses.fields(getattr(table, noun)):
            first, second = (getattr(getattr(one, noun), field.name) for one in (table, again))
            assert np.array_equal(first, second), field.name
    for weekday in table.days:
        for field in dataclasses.fields(ServiceDay):
            first, second = (getattr(one.days[weekday], field.name) for one in (table, again))
            assert np.array_equal(first, second)
            assert first.dtype == second.dtype
    assert [row["path"][:15] for row in again.provenance] == ["timetable/week-"]
    assert again.provenance[0]["attribution"] == "Timetables: A"
    assert files(saved(again, tmp_path, "copy")) == files(folder)


def test_a_new_timetable_takes_the_place_of_the_old_one(table, tmp_path):
    folder = saved(table, tmp_path)
    other = built(write(tmp_path / "b.zip", stop_times=BASE["stop_times.txt"].replace("24:", "10:")))
    saved(other, tmp_path)
    assert hops(read_timetable(folder)) == ["10:10 s1 10:20 s2"]
    assert len(files(folder)) == 2


def test_the_manifest_says_what_a_reader_asks(table, tmp_path):
    text = (saved(table, tmp_path) / FOLDER / MANIFEST).read_text()
    for words in (
        'words = "buses only"',
        'reference_day = "2026-11-18"',
        'last_day = "2026-12-31"',
        'tuesday = "2026-11-17"',
    ):
        assert words in text
    assert "this project assumes tram 1 min, tube 3 min, rail 5 min" in text
    assert str(tmp_path) not in text


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "2026-12-31",
            "2036-12-31",
            "timetable.toml: was changed after it was built; build the timetable again",
        ),
        ("trips = 1", "trips = 9", "timetable.toml: was changed after it was built"),
        ("trips = 1", "trips = -1", r"timetable.toml:\d+: mode.1.trips"),
        ("format = 1", "format = 2", "was written by another version of this program"),
        ("format = 1", "colour = 1", r"colour"),
        ("[days]", "[dayz]", "dayz"),
        ("sha256 = ", "sha256 = 3 #", "sha256"),
    ],
)
def test_a_manifest_that_was_changed_is_refused(table, tmp_path, old, new, words):
    folder = saved(table, tmp_path)
    path = folder / FOLDER / MANIFEST
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(AreaError, match=words):
        read_timetable(folder)


def test_arrays_that_were_changed_cut_or_lost_are_refused(table, tmp_path):
    folder = saved(table, tmp_path)
    path = next((folder / FOLDER).glob("*.npz"))
    content = path.read_bytes()
    for changed in (content[:-1], content[:-1] + b"x", b""):
        path.write_bytes(changed)
        with pytest.raises(AreaError, match="cut short or changed: expected"):
            read_timetable(folder)
    path.unlink()
    with pytest.raises(
        AreaError, match="cannot be read: No such file or directory; build the timetable again"
    ):
        read_timetable(folder)
    with pytest.raises(AreaError, match="there is no such file"):
        read_timetable(tmp_path)


def forged(folder, change):
    """Put other arrays in, with the checksums that go with them."""
    path = next((folder / FOLDER).glob("*.npz"))
    manifest = folder / FOLDER / MANIFEST
    with zipfile.ZipFile(path) as archive:
        arrays = {name[:-4]: np.load(io.BytesIO(archive.read(name))) for name in archive.namelist()}
    change(arrays)
    path.write_bytes(npz_bytes(arrays))
    text = re.sub(
        r'(bytes = )\d+(\nsha256 = ")\w+',
        rf"\g<1>{path.stat().st_size}\g<2>{sha256_of(path)}",
        manifest.read_text(),
    )
    manifest.write_text(text)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("run_journey", np.array([5], dtype=np.int32)),
        ("run_dates", np.array([-1])),
        ("run_kind", np.array([99], dtype=np.int16)),
        ("journey_departure", np.array([0, -60], dtype=np.int32)),
        ("journey_begin", np.array([0, 1, 2])),
        ("journey_stop", np.array([0, 7], dtype=np.int32)),
        ("stop_easting", np.array([1])),
        ("transfer_to_stop", np.array([9], dtype=np.int32)),
        ("on", np.array([3, 2])),
    ],
)
def test_arrays_that_do_not_fit_one_another_are_refused(table, tmp_path, name, value):
    folder = saved(table, tmp_path)
    forged(folder, lambda arrays: arrays.update({name: value}))
    with pytest.raises(AreaError, match=r"is no timetable: .*; build the timetable again"):
        read_timetable(folder)


def test_a_lost_array_and_a_pickle_are_refused(table, tmp_path):
    folder = saved(table, tmp_path)
    forged(folder, lambda arrays: arrays.pop("run_start"))
    with pytest.raises(AreaError, match="is no timetable: 'run_start'"):
        read_timetable(folder)
    folder = saved(table, tmp_path, "other")
    path = next((folder / FOLDER).glob("*.npz"))
    np.savez(path, about=np.array([object()]))
    manifest = folder / FOLDER / MANIFEST
    manifest.write_text(
        re.sub(
            r'(bytes = )\d+(\nsha256 = ")\w+',
            rf"\g<1>{path.stat().st_size}\g<2>{sha256_of(path)}",
            manifest.read_text(),
        )
    )
    with pytest.raises(AreaError, match="is no timetable: Object arrays cannot be loaded"):
        read_timetable(folder)


# ---- days it may be used for ----


def test_a_timetable_that_ended_is_refused_unless_asked_for(table):
    assert check_valid(table, WEDNESDAY, expired_ok=False, name="x") == ""
    late = dt.date(2027, 1, 4)
    with pytest.raises(
        ScenarioError, match=r"x: the timetable ended before 2027-01-04 \(a.zip on 2026-12-31\)"
    ):
        check_valid(table, late, expired_ok=False, name="x")
    assert check_valid(table, late, expired_ok=True, name="x").startswith(
        "Expired: the timetable ended before"
    )
    assert "begins on 2026-11-01" in check_valid(table, dt.date(2025, 10, 1), expired_ok=False, name="x")


# ---- as a user types it ----


def test_a_timetable_is_built_and_said(tmp_path):
    data = worlds.write(tmp_path / "data")
    feed = write(tmp_path / "a.zip", transfers=TRANSFERS)
    result = invoke("timetable", "build", "street", "--gtfs", feed, "--date", "2026-11-18", "--data", data)
    for words in (
        "a.zip: 2026-11-01 to 2026-12-31",
        "On Wednesday 2026-11-18:",
        "bus: 1 services, 1 trips, 2 stop times",
        "Routes between 2:00 and 4:00: none.",
        "The timetable has neither trains nor Tube: it is buses only.",
        "written; the timetable of The Street is buses only.",
    ):
        assert words in result.stdout
    assert "reading what runs near The Street in the week of 2026-11-18" in result.stderr
    assert read_timetable(data / "street").modes == {"bus": 1}
    described = invoke("areas", "street", "--data", data).stdout
    assert "Timetable: buses only, week of 2026-11-18, from feeds for 2026-11-01 to 2026-12-31" in described
