"""A day is written as 2025-10-01, wherever one is read; anything else is refused with one message."""

import datetime as dt

import pytest

from estate_model.errors import AreaError, EstateModelError
from estate_model.inputs.store.csv_rows import read_rows
from estate_model.inputs.timetable.manifest import FeedPart
from estate_model.scenario.days import day_written
from tests.test_cli import invoke

WRITE_IT = "is not a date; write it as 2025-10-01"
NO_SUCH_DAY = "2025-02-30"
NO_DAYS = (
    "45931",
    "1748736000",
    "2025-06-01T00:00:00Z",
    "2025-06-01 00:00",
    "20250601",
    "2025-6-1",
    "2025-W23-1",
    "01/06/2025",
    NO_SUCH_DAY,
    "\u0662\u0660\u0662\u0665-06-01",
)


def refused(text):
    return f"'{text}' {WRITE_IT}" + ("; there is no such day" if text == NO_SUCH_DAY else "")


@pytest.mark.parametrize("text", NO_DAYS)
def test_a_scenario_takes_no_other(text, street, tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text(f"title: T\nquestion: Q?\narea: street\nbaseline: {text}\n", encoding="utf-8")
    with pytest.raises(EstateModelError) as raised:
        invoke("check", path, "--data", street)
    assert str(raised.value) == f"{path}:4:1: baseline: {refused(text)}"


@pytest.mark.parametrize("text", ["2025-06-01", "'2025-06-01'"])
def test_a_scenario_takes_a_day_with_quotes_and_without(text, street, tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text(f"title: T\nquestion: Q?\narea: street\nbaseline: {text}\n")
    assert "in order" in invoke("check", path, "--data", street).stdout


@pytest.mark.parametrize("given", [1748736000, 45931.0, dt.datetime(2025, 6, 1), "45931", True])
def test_a_mapping_takes_no_number_or_time(given):
    with pytest.raises(ValueError, match=WRITE_IT):
        day_written(given)


def test_a_librarys_date_is_one():
    assert day_written(dt.date(2025, 6, 1)) == dt.date(2025, 6, 1)


@pytest.mark.parametrize("text", NO_DAYS)
def test_tables_and_timetables_take_no_other(text, tmp_path):
    path = tmp_path / "hours.csv"
    path.write_text(f"valid_from\n{text}\n", encoding="utf-8")
    with pytest.raises(AreaError) as raised:
        read_rows(path, ("valid_from",), lambda row: row.day("valid_from"))
    assert str(raised.value) == f"{path}:2: valid_from: {refused(text)}"
    with pytest.raises(ValueError, match=WRITE_IT):
        FeedPart.model_validate({"name": "a", "sha256": "a" * 64, "version": "", "first_day": text})


@pytest.mark.parametrize("text", ["45931", "2025-6-1", "20250601", "2025-06-01T00:00:00"])
@pytest.mark.parametrize(
    "words",
    [
        ("areas", "street", "--sites", "--on"),
        ("sites", "street", "--since"),
        ("init", "a.yaml", "--area", "street", "--on"),
        ("timetable", "build", "street", "--gtfs", "a.zip", "--date"),
        ("annex", "a", "--date"),
    ],
)
def test_options_take_no_other(text, words, street):
    done = invoke(*words, text, "--data", street)
    assert done.exit_code == 2
    assert f"'{text}' {WRITE_IT}" in " ".join(done.output.replace("│", " ").split())
