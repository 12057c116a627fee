"""Where things stand on the first screen, at the sizes of desks, tablets and phones; dark, and in few words."""

from dataclasses import replace

import pytest

from tests.outputs.page_world import what_if_page
from tests.outputs.test_page_browser import opened, pytestmark  # noqa: F401 - fixtures
from tests.outputs.test_page_explorer import ask, axe_faults, switch

TITLE = "The Met's decision of October 2025: 37 counters become 27, two of them open 24/7"
LEAD = (
    "10 of 37 counters close, 25 have shorter hours and at weekday midday 1,340,000 residents must travel "
    "over 10 minutes longer."
)
MOST_WORDS = 15


def positions(page, height, most):
    """Hold the map's top to a share of the window's height, and map, key and search to the window."""
    box = {name: page.locator(name).first.bounding_box() for name in (".map-box", "#key", "#search", "h1")}
    assert box[".map-box"]["y"] <= most * height
    assert box[".map-box"]["height"] >= 0.2 * height
    for place in box.values():
        assert place["y"] >= 0
        assert place["y"] + place["height"] <= height


@pytest.fixture
def usual(opened):  # noqa: F811
    return opened(replace(what_if_page(), title=TITLE, lead=LEAD)).ready()


def test_map_key_and_search_are_in_the_first_screen_with_and_without_an_answer(usual):
    for width, height, most in ((1280, 800, 0.5), (820, 1180, 1), (390, 844, 1), (320, 640, 1)):
        usual.page.set_viewport_size({"width": width, "height": height})
        positions(usual.page, height, most)
        assert usual.page.evaluate("document.documentElement.scrollWidth") <= width
        ask(usual, "AB1 1AA")
        answer = usual.page.locator("#answer .card").bounding_box()
        key = usual.page.locator("#legend-change").bounding_box()
        assert 0 <= answer["y"] < height
        assert key["y"] + key["height"] <= height
        assert usual.page.locator(".map-box").bounding_box()["height"] >= 100
        usual.page.keyboard.press("Escape")


def test_the_title_stands_in_one_line_at_a_desk_and_three_findings_are_to_be_seen(opened):  # noqa: F811
    words = tuple(f"Finding {number}." for number in range(6))
    one = opened(replace(what_if_page(), title=TITLE, lead=LEAD, findings=words)).ready()
    one.page.set_viewport_size({"width": 1280, "height": 800})
    assert one.page.locator("h1").bounding_box()["height"] < 40
    seen = [item.inner_text() for item in one.page.locator(".findings li").all() if item.is_visible()]
    assert seen == list(words[:3])
    one.page.click("text=More findings (3)")
    assert one.page.locator(".findings li").last.is_visible()


def test_a_low_window_lets_the_page_run_on(usual):
    """As at 400% of a usual screen."""
    usual.page.set_viewport_size({"width": 320, "height": 256})
    assert usual.page.evaluate("getComputedStyle(document.body).overflow") == "visible"
    assert usual.page.locator(".map-box").bounding_box()["height"] > 200
    assert usual.page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("looks", [{"color_scheme": "dark"}, {"forced_colors": "active"}])
def test_axe_finds_nothing_in_the_dark_or_with_forced_colours(opened, looks):  # noqa: F811
    one = opened(what_if_page(), bypass_csp=True, **looks).ready()
    ask(one, "AB1 1AA")
    assert axe_faults(one.page) == []
    switch(one, 0, 2)
    assert axe_faults(one.page) == []


def test_what_a_screen_reader_is_told_is_short(usual):
    said = [usual.page.locator("#status").text_content()]
    usual.page.select_option("#moment", "1")
    said.append(usual.settle().page.locator("#status").text_content())
    ask(usual, "B1 1BB")
    said.append(usual.page.locator("#status").text_content())
    usual.page.mouse.click(*usual.middle(3))
    said.append(usual.page.locator("#status").text_content())
    assert all(0 < len(words.split()) <= MOST_WORDS for words in said)
    assert len(set(said)) == 4
    assert said[0] == "Tuesday 11:00: 5 counters open, 15 minutes on average."
    assert usual.page.get_attribute("#sentence", "role") is None
