"""The invented town's map page with its timetable: it answers each moment as the run's tables do."""

import re

import pytest

from estate_model import run
from estate_model.nouns import WHEN
from estate_model.outputs.map import ways
from estate_model.outputs.map.page import map_page
from tests.outputs.test_page_browser import Opened, pytestmark  # noqa: F401 - marks this module
from tests.test_quillhaven import ROOT, SCENARIO


@pytest.fixture(scope="module")
def report():
    return run(SCENARIO, data=ROOT / "data").report


def test_the_page_answers_each_moment_as_the_tables_do(report, chromium, tmp_path, monkeypatch):
    monkeypatch.setattr(ways, "MOST_TIMES", 6 * len(report.results.area.places) * 5)
    path = tmp_path / "map.html"
    path.write_bytes(map_page(report)["map.html"])
    one = Opened(chromium, path).ready()
    one.page.evaluate("document.querySelector('details.more').open = true")
    places = report.results.area.places.table.index
    for number, impact in enumerate(report.headline_impacts):
        one.page.select_option("#moment", str(number))
        row = report.totals_of(impact).loc["everyone"]
        for limit in (45, 30):  # at the first the page has the model's figures, then its own
            one.page.select_option("#limit", str(limit))
            tiles = one.settle().page.locator("#tiles .figure").all_inner_texts()
            minutes = [row[f"mean_minutes_{when}"] for when in WHEN]
            within = [100 * row[f"people_within_{limit}_minutes_{when}"] / row["people"] for when in WHEN]
            for tile, wanted, most_off in ((tiles[2], minutes, 0.6), (tiles[3], within, 1)):
                shown = [float(number) for number in re.findall(r"\d+", tile)]
                assert shown == pytest.approx(wanted, abs=most_off), (impact.moment.name, limit)
        one.page.fill("#search", str(places[0]))
        one.page.keyboard.press("Enter")
        answers = [
            line.split("\t") for line in one.settle().page.inner_text("#answer").split("\n") if "\t" in line
        ]
        for line, other in zip(answers[1:], report.headline_impacts, strict=False):
            assert line[1].startswith(f"{other.before.values[0] / 60:.0f} min, "), (impact.moment.name, line)
    one.page.select_option("#limit", "45")
    one.page.select_option("#profile", "1")
    options = "[...document.getElementById('moment').options].map(option => option.disabled)"
    assert one.page.evaluate(options) == [False, True, False, True, False]
    one.page.evaluate("slider.value = '1'; slider.dispatchEvent(new Event('input'))")
    assert "with the journeys of weekday midday" in one.settle().page.inner_text("#sentence")
    one.page.goto(f"{path.as_uri()}#who=1&when=1")  # a link to a moment the page has no journeys of
    one.page.reload()
    shown = one.ready().page.inner_text("#sentence")
    assert shown.startswith(
        "This page has no journeys by public transport, walking at an older resident's pace"
    )
    assert "at weekday evening (Tuesday 22:30); the tables have them. It shows those by public" in shown
    one.page.select_option("#moment", "2")
    assert "no journeys of" not in one.settle().page.inner_text("#sentence")
    assert (one.asked, one.complaints) == ([], [])
    one.context.close()
