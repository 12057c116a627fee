"""One search for all places, what it answers with, and what a reader takes away of it."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
import yaml

from estate_model.outputs.page.geometry import Grid
from estate_model.outputs.page.matrix import GRID_METRES
from estate_model.outputs.page.placing import placing, terms
from tests.outputs.page_world import BRITISH_GRID, what_if, what_if_page
from tests.outputs.test_page_browser import PICTURE, PIXEL, opened, pytestmark, standing  # noqa: F401 - fixtures
from tests.outputs.test_page_explorer import ask, known, switch  # noqa: F401 - fixture

INK = "#0b0c0c"


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("north", "North ward, Ashby"),
        ("North ward", "North ward, Ashby"),
        ("ASHBY", "Ashby"),
        ("ashbyy", "Ashby"),
        ("Counter reduced", "Counter reduced"),
        ("counter reduzed", "Counter reduced"),
        ("South (ward, Brook)", "South ward, Brook"),
        ("ab1 1aa", "AB1 1AA: North ward, Ashby"),
    ],
)
def test_one_box_finds_postcodes_wards_boroughs_and_counters(known, words, title):  # noqa: F811
    ask(known, words)
    assert known.page.inner_text("#answer-heading") == title
    assert known.page.evaluate("document.activeElement.className") == "card"
    assert known.complaints == []


def test_a_counter_with_a_comma_in_its_name_is_found_by_name_and_borough(opened):  # noqa: F811
    world = what_if_page()
    first, *others = world.what_if.switches
    named = replace(first, name="High Street, Upper", borough_name="Ashby")
    one = opened(replace(world, what_if=replace(world.what_if, switches=(named, *others)))).ready()
    ask(one, "High Street, Upper, Ashby")
    assert one.page.inner_text("#answer-heading") == "High Street, Upper"


def test_several_places_of_a_name_are_offered(opened):  # noqa: F811
    one = opened(what_if_page()).ready()
    assert "Which of these do you mean?" in ask(one, "counter re")[:200] or one.page.inner_text(
        "#answer-heading"
    )
    said = ask(one, "counter o")
    assert "Counter open (counter, Ashby)" in said
    one.page.click("text=Counter opened (counter")
    assert one.page.inner_text("#answer-heading") == "Counter opened"


def test_the_answer_is_a_pin_two_lines_and_minutes_that_are_the_tables(opened):  # noqa: F811
    """From AB1 1ZZ, in cell 2, Counter reduced is at the door; closed, the next is 2,000 m at 80 m a minute."""
    one = opened(what_if_page()).ready()
    plain = one.page.evaluate(PICTURE)
    switch(one, 1, 2)
    ask(one, "AB1 1ZZ")
    legs = one.page.locator("#answer .legs li").all_inner_texts()
    assert legs[0].startswith("Before: Counter reduced, about no minutes")
    rows = [row.inner_text().split("\t") for row in one.page.locator("#answer .rows tbody tr").all()]
    minutes = rows[0][2].split(" min, ")
    assert f"After: {minutes[1]}, about {minutes[0]} minutes" in legs[1]
    x, y = one.middle(2)
    assert one.page.evaluate(PIXEL, [x, y - 12]) == INK
    one.page.keyboard.press("Escape")
    assert one.page.locator("#answer > *").count() == 0
    assert one.page.evaluate(PICTURE) != plain


def test_a_sentence_and_a_picture_are_taken_away(opened, tmp_path):  # noqa: F811
    one = opened(what_if_page()).ready()
    ask(one, "B1 1BA")
    one.page.click("#copy-sentence")
    sentence = one.page.input_value("#sentence-text")
    assert sentence.startswith(
        "From B1 1BA in North ward, Ashby: Tuesday 11:00, An adult, walking, the nearest"
    )
    with one.page.expect_download() as download:
        one.page.click("#share")
    download.value.save_as(tmp_path / "it.png")
    raw = (tmp_path / "it.png").read_bytes()
    assert raw[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(raw[16:20], "big") == 1200
    assert (one.asked, one.complaints) == ([], [])


def test_a_counters_buttons_come_first_and_are_whole_on_a_phone(opened):  # noqa: F811
    one = opened(what_if_page()).ready()
    one.page.set_viewport_size({"width": 390, "height": 844})
    ask(one, "Counter reduced")
    labels = [label.bounding_box() for label in one.page.locator("#answer .states label").all()]
    first = one.page.locator("#answer dl").bounding_box()["y"]
    assert all(box["y"] + box["height"] <= min(first, 844) for box in labels)
    assert all(box["x"] + box["width"] <= 390 for box in labels)


def test_an_areas_ward_comes_first_and_its_code_last(opened):  # noqa: F811
    one = opened(what_if_page()).ready()
    one.page.mouse.click(*one.middle(9))
    lines = [line for line in one.page.inner_text("#answer").split("\n") if line.strip()]
    assert lines[0] == "An area of South ward"
    assert "E00000009" in lines[-2]  # the last is the button that closes it


def test_a_closed_counter_that_opens_is_asked_for_its_hours(opened):  # noqa: F811
    one = opened(what_if_page()).ready()
    one.tab("what-if")
    assert not one.page.locator("#switch-6-hours").is_visible()
    switch(one, 6, 0)
    assert one.page.locator("#switch-6-hours option").all_inner_texts() == [
        "all day, every day",
        "office hours",
        "evenings",
    ]
    one.page.select_option("#switch-6-hours", label="evenings")
    assert "evenings" in one.settle().page.inner_text("#switch-list .changed .now")
    one.page.click("#copy")
    copied = yaml.safe_load(one.page.input_value("#yaml"))
    assert (
        copied["question"] == "What if Counter spare was open evenings, and all else went as in the scenario?"
    )
    assert {"open": "site-spare", "hours": "Mo-Su 18:00-22:00"} in copied["changes"]
    assert "set=site-spare.hours1" in one.page.url


def test_the_list_of_counters_is_found_by_name_and_state(opened):  # noqa: F811
    one = opened(what_if_page()).ready().tab("what-if")
    shown = "[...document.querySelectorAll('#switch-list .switch')].filter(row => !row.hidden).length"
    assert one.page.evaluate(shown) == 7
    one.page.select_option("#switch-state", "closed")
    assert one.page.evaluate(shown) == 1
    assert one.page.inner_text("#switch-count") == "1 of 7 shown"
    one.page.select_option("#switch-state", "")
    one.page.fill("#switch-name", "ashby")
    assert one.page.evaluate(shown) == 3


def test_tables_sort_filter_and_leave_as_csv(opened, tmp_path):  # noqa: F811
    rows = (
        ("Ashby", "9,100", "5.0", "=1+1"),
        ("Brook", "12,000", "6.0", "-2.5"),
        ("Cold", "none", "7.0", "x"),
    )
    views = tuple(replace(view, rows=rows) for view in what_if_page().views)
    one = opened(replace(what_if_page(), views=views)).ready().tab("loses")
    one.page.click("#boroughs thead th:nth-child(2) button")
    assert [row[0] for row in one.rows("boroughs")] == ["Brook", "Ashby", "Cold"]
    one.page.click("#boroughs thead th:nth-child(1) button")
    one.page.click("#boroughs thead th:nth-child(1) button")
    assert [row[0] for row in one.rows("boroughs")] == ["Cold", "Brook", "Ashby"]
    assert one.page.get_attribute("#boroughs thead th:nth-child(1)", "aria-sort") == "descending"
    one.page.fill("#boroughs-filter", "o")
    assert one.page.locator("#boroughs tbody tr:visible").count() == 2
    with one.page.expect_download() as download:
        one.page.click("#boroughs-tools a")
    download.value.save_as(tmp_path / "it.csv")
    assert (tmp_path / "it.csv").read_bytes().decode("utf-8-sig").split("\r\n") == [
        "Borough,Residents,Minutes before,Minutes after",
        "Cold,none,7.0,x",
        'Brook,"12,000",6.0,-2.5',
    ]
    one.page.fill("#boroughs-filter", "ashby")
    with one.page.expect_download() as download:
        one.page.click("#boroughs-tools a")
    download.value.save_as(tmp_path / "it.csv")
    assert 'Ashby,"9,100",5.0,\'=1+1' in (tmp_path / "it.csv").read_text(encoding="utf-8-sig")


def test_each_side_of_the_swipe_has_its_own_signs_and_its_line_is_dragged(opened):  # noqa: F811
    one = opened(what_if_page()).ready()
    one.layer("both")
    signs = """(name) => [...document.querySelectorAll(`.map-box .counter-${name}`)].filter(one => !one.hidden)
      .map(one => one.getBoundingClientRect().x)"""
    box = one.page.locator(".map-box").bounding_box()
    line = box["x"] + box["width"] / 2
    assert all(x + 14 >= line for x in one.page.evaluate(signs, "closed"))
    one.page.mouse.move(line, box["y"] + box["height"] / 3)
    one.page.mouse.down()
    one.page.mouse.move(box["x"] + 30, box["y"] + box["height"] / 3, steps=4)
    one.page.mouse.up()
    assert int(one.page.input_value("#curtain")) < 10
    assert len(one.page.evaluate(signs, "closed")) == 1
    one.page.locator("#curtain").focus()
    one.page.keyboard.press("End")
    assert one.page.evaluate(signs, "closed") == []
    assert len(one.page.evaluate(signs, "open")) == 4


def test_ward_lines_run_where_the_ward_changes(opened):  # noqa: F811
    one = opened(what_if_page()).ready()
    hits = one.page.evaluate(
        """() => {
          const square = (x) => ({box: [x, 0, x + 10, 10], rings: [Int32Array.from([x, 0, x + 10, 0, x + 10, 10, x, 10])]});
          const cells = [square(0), square(10), square(20)];
          const pen = document.createElement('canvas').getContext('2d');
          const on = (path, x, y) => pen.isPointInStroke(path, x, y);
          const between = estateWards.between(cells, [0, 0, 1]), around = estateWards.around(cells.slice(0, 2));
          return [on(between, 10, 5), on(between, 20, 5), on(between, 0, 5), on(around, 10, 5), on(around, 20, 5), on(around, 0, 5)];
        }"""
    )
    assert hits == [False, True, False, False, True, True]


@pytest.mark.parametrize("side_km", [1, 60, 200])
def test_points_are_placed_to_a_few_metres(side_km):
    """Against the projection itself, over areas as large as a city and a large county."""
    dice = np.random.default_rng(16)
    xy = np.array([400_000, 150_000]) + dice.uniform(0, side_km * 1000, (300, 2))
    world = what_if()
    points = replace(world.points, xy_metres=xy)
    grid = Grid(x=-300_000.0, y=6_700_000.0, step=4.0)
    placed = placing(replace(world, points=points, switches=()), BRITISH_GRID, grid)
    unit = (xy - xy.min(axis=0)) / GRID_METRES / placed["scale"]
    mercator = np.column_stack([terms(unit) @ placed[axis] for axis in "xy"]) * grid.step + (grid.x, grid.y)
    there = gpd.GeoSeries.from_xy(*mercator.T, crs="EPSG:3857").to_crs(BRITISH_GRID)
    assert np.hypot(there.x - xy[:, 0], there.y - xy[:, 1]).max() < 3
