"""Hours that may not be meant are told wherever they come in: check, run, build-area; and lists are read."""

import csv
import json

import pytest

from estate_model.errors import AreaError, EstateModelError, ScenarioError
from estate_model.opening import doubts_of, hours_a_week
from tests import worlds
from tests.inputs import recipe_worlds
from tests.test_cli import invoke
from tests.test_opening import HOLIDAYS, MONDAY

HEAD = """title: A title
question: A question?
area: street
baseline: 2025-06-01
week_of: 2025-06-02
profiles: [walk]
headline_minutes: 15
"""
LUNCH = "Mo-Fr 09:00-12:00; Mo-Fr 13:00-17:00"
TUESDAY = "Tu[1] 10:00-12:00"


def scenario(folder, text, name="hours.yaml"):
    path = folder / name
    path.write_text(HEAD + text, encoding="utf-8")
    return path


def change(hours):
    return f"changes:\n  - set_hours: east\n    hours: {hours}\n"


def checked(street, path):
    return invoke("check", path, "--data", street).output


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (change("Mo, We, Fr 10:00-14:00"), "east: 168 h a week before, 12 h after (24/7 -> Mo,We,Fr 10:00-14:00)"),
        (change("Mo-Fr 09:00-05:00"), "east: 168 h a week before, 100 h after"),
        (change("Mo-Fr 09:00-05:00"), "'09:00-05:00' is open for 20 hours, until 05:00 on the next day"),
        (change(LUNCH), "of East Police Station: 'Mo-Fr 13:00-17:00' takes away hours of an earlier rule"),
        (change(TUESDAY), "they differ from week to week (0 to 2 hours, 0.46 on average)"),
        (change("\n      - Mo-Fr 10:00-22:00\n      - Sa-Su 09:00-19:00"), "168 h a week before, 80 h after"),
        (change("[Mo-Fr 10:00-22:00, Sa-Su 09:00-19:00]"), "168 h a week before, 80 h after"),
        (change("|\n      Mo-Fr 10:00-22:00\n      Sa-Su 09:00-19:00\n"), "168 h a week before, 80 h after"),
        (change(">\n      Mo-Fr 10:00-22:00;\n      Sa-Su 09:00-19:00\n"), "168 h a week before, 80 h after"),
        ("changes:\n  - close: east\n", "east: 168 h a week before, 0 h after (24/7 -> off)"),
        ("baseline_hours: {west: Mo 10:00-12:00}\n", "west: 2 h a week before (on record 168 h), 2 h after"),
    ],
)  # fmt: skip
def test_check_prints_open_hours_a_week_and_what_is_doubtful(street, tmp_path, text, line):
    assert line in checked(street, scenario(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("baseline_hours: {west: 2024 Mo-Fr 09:00-17:00}\n",
         "8:18: baseline_hours.west: '2024 Mo-Fr 09:00-17:00' never opens in the week of 2025-06-02"),
        (change("2024 Mo-Fr 09:00-17:00"), "never opens in the week of 2025-06-02"),
        (change("Mo-Fr"), "10:5: changes.1.hours: opening hours 'Mo-Fr': 'Mo-Fr' says no clock time"),
        (change("{Mo-Fr: 10:00-22:00}"), "opening hours are one text, such as 'Mo-Fr 10:00-22:00; Sa-Su"),
        (change("Closed"), "use 'close' for that"),
        (change("|\n      Monday to Friday\n      9 to 5\n"), "10:5: changes.1.hours: opening hours 'Monday to"),
    ],
)  # fmt: skip
def test_hours_that_cannot_be_meant_are_refused(street, tmp_path, text, words):
    with pytest.raises(ScenarioError) as refused:
        checked(street, scenario(tmp_path, text))
    assert words in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


def test_off_under_baseline_hours_tests_a_closed_counter(street, tmp_path):
    assert "west: 0 h a week before (on record 168 h)" in checked(
        street, scenario(tmp_path, "baseline_hours: {west: off}\n")
    )


def test_a_run_tells_it_on_the_terminal_and_in_its_files(tmp_path):
    data = worlds.write(tmp_path / "data", {"west": "24/7", "east": TUESDAY, "mid": "2024 Mo-Fr 09:00-17:00"})
    path = scenario(tmp_path, f"changes:\n  - set_hours: west\n    hours: {LUNCH}\n")
    shown = invoke("run", path, "--light", "--data", data, "--out", tmp_path / "out").output
    assert "takes away hours of an earlier rule" in " ".join(shown.split())
    assert "differ from week to week" in " ".join(shown.split())
    notes = json.loads((tmp_path / "out" / "hours-light" / "run.json").read_text())["notes"]
    assert [note for note in notes if "takes away hours" in note and "West Police Station" in note]
    assert [note for note in notes if "Tu[1]" in note and "East Police Station" in note]
    never = "Mid Police Station is a counter, but its hours, '2024 Mo-Fr 09:00-17:00', never open in the week"
    assert [note for note in notes if note.startswith(never)]


@pytest.fixture
def recipe(tmp_path):
    return recipe_worlds.write(tmp_path / "tables")


def with_hours(recipe, hours):
    path = recipe.parent / "hours.csv"
    with path.open("w", newline="", encoding="utf-8") as lines:
        rows = csv.writer(lines)
        rows.writerow(["site_id", "valid_from", "hours", "confidence"])
        rows.writerow(["west", "2025-01-01", hours, "seen in text"])
    return path


@pytest.mark.parametrize("hours", [LUNCH, TUESDAY, "Mo-Fr 09:00-05:00"])
def test_build_area_shows_what_is_doubtful(recipe, tmp_path, hours):
    with_hours(recipe, hours)
    lines = recipe_worlds.build(recipe, tmp_path)
    assert f"note: Opening hours '{hours}' of West Police Station: {doubts_of(hours)[0]}." in lines


def test_build_area_reads_days_with_blanks(recipe, tmp_path):
    with_hours(recipe, "Mo, We, Fr 10:00-14:00")
    recipe_worlds.build(recipe, tmp_path)
    shown = checked(tmp_path, scenario(tmp_path, change("24/7").replace("set_hours", "open")))
    assert "west" not in shown
    text = "baseline_hours: {west: 24/7}\nchanges:\n  - open: east\n    hours: 24/7\n"
    shown = checked(tmp_path, scenario(tmp_path, text))
    assert "west: 168 h a week before (on record 12 h)" in shown


def test_build_area_refuses_hours_without_a_clock_time_with_file_and_line(recipe, tmp_path):
    path = with_hours(recipe, "Mo-Fr")
    with pytest.raises(AreaError) as refused:
        recipe_worlds.build(recipe, tmp_path)
    assert str(refused.value).startswith(
        f"{path}:2: hours: opening hours 'Mo-Fr': 'Mo-Fr' says no clock time"
    )


def test_a_pattern_of_choose_passes_the_same_door(street, tmp_path):
    path = scenario(tmp_path, "changes:\n  - close: east\n")
    with pytest.raises(EstateModelError, match="says no clock time"):
        invoke("choose", path, "--keep", "1", "--pattern", "days=Mo-Fr", "--data", street, "--out", tmp_path)


def test_the_words_of_a_doubt_hold_true():
    assert "20 hours a week; 35 with a comma" in doubts_of(LUNCH)[0]
    assert hours_a_week(LUNCH, MONDAY, HOLIDAYS) == 20
    assert hours_a_week(LUNCH.replace(";", ","), MONDAY, HOLIDAYS) == 35
