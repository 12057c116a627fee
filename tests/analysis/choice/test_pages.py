"""The pages of rank, choose and frontier: pictures with their numbers, and no script."""

import re
from html import unescape

import pytest

from tests.analysis.choice.test_commands import choose, three  # noqa: F401 - a fixture
from tests.test_cli import invoke


def page_of(folder):
    text = (folder / "page.html").read_text("utf-8")
    assert "<script" not in text
    assert not re.findall(r"""(?:src|url\()\s*=?\s*["']?(?:https?:|//)""", text)
    assert text.count('<svg role="img"') == text.count("<figure>")
    return unescape(text)


def test_a_choice_shows_the_plan_beside_the_scenario(street, three, tmp_path):  # noqa: F811
    choose(street, tmp_path, three, "--keep", "2")
    page = page_of(tmp_path / "three-choose-median-keep-2")
    assert "Counters in the scenario and in the plan" in page
    assert re.search(r"Open in the scenario(?: and|, shut) in the plan", page)
    assert "Dot plot. Minutes to the nearest open counter before, in the scenario and in the plan." in page
    assert re.search(r"Mean minutes, [\d.]+, [\d.]+, [\d.]+", page)
    assert "Proven optimal" in page


def test_a_ranking_has_bars_and_a_map(street, three, tmp_path):  # noqa: F811
    invoke("rank", three, "--data", street, "--out", tmp_path)
    page = page_of(tmp_path / "three-rank")
    assert "Bar chart. Closing one counter: mean minutes added." in page
    assert "Map. How much each counter alone matters." in page
    assert page.count("fill-opacity") >= 3


@pytest.mark.parametrize("by", ["counters", "hours"])
def test_a_frontier_marks_how_far_the_scenario_is_from_it(street, three, tmp_path, by):  # noqa: F811
    invoke("frontier", three, "--by", by, "--steps", "3", "--data", street, "--out", tmp_path)
    page = page_of(next(tmp_path.glob("three-frontier*")))
    assert "Stepped line chart. The least harm for each amount" in page
    assert "The least possible, 1" in page or by == "hours"
    assert "The scenario, 2" in page or by == "hours"
