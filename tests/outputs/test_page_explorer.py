"""The what-if of the map page in headless Chromium: switches, times, postcodes, links, keyboard, axe, print."""

from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from estate_model.outputs.page.render import render_page
from estate_model.outputs.page.what_if import Preset
from tests.outputs.page_world import POSTCODES, switches, what_if, what_if_page, what_if_with_text
from tests.outputs.test_page_browser import (  # noqa: F401 - fixtures
    ATTACKS_AT_ONCE,
    LAYERS,
    PICTURE,
    opened,
    pytestmark,
    standing,
)
from tests.outputs.test_page_render import ATTACKS

AXE = Path(pytest.importorskip("axe_playwright_python").__file__).parent / "axe.min.js"
MOST_STOPS, POSTCODE_STOP = 60, 5


def axe_faults(page):
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations']})"
    )
    return [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]]


def figures(page):
    page.wait_for_selector("html[data-settled=true]", state="attached")
    return page.evaluate("[...document.querySelectorAll('#tiles .figure')].map(one => one.textContent)")


def ask(one, words):
    one.page.evaluate("document.getElementById('answer').replaceChildren()")
    one.page.fill("#search", words)
    one.page.keyboard.press("Enter")
    one.page.wait_for_selector("#answer > *")
    return one.page.inner_text("#answer")


ASK_ALL = """async wishes => {
  for (const words of wishes) {
    document.getElementById('answer').replaceChildren();
    document.getElementById('search').value = words;
    document.getElementById('search-form').requestSubmit();
    while (!document.querySelector('#answer > *')) { await new Promise(done => setTimeout(done)); }
  }
}"""


def switch(one, number, state):
    one.tab("what-if").page.locator(f"label[for=switch-{number}-{state}]").click()
    one.settle()


def by_hand(minute, after):
    """Residents by place who lose over 10 minutes, and mean minutes after, worked out without the page."""
    world = what_if()
    spells = [one.before for one in switches()], after
    best = []
    for estate in spells:
        open_now = [n for n, one in enumerate(estate) if any(a <= minute < b for a, b in one)]
        best.append(world.seconds[0][:, open_now].min(axis=1) / 60)
    people = world.points.people
    return people[best[1] - best[0] > 10].sum(), (people * best[1]).sum() / people.sum()


def test_a_counter_switched_changes_map_figures_and_tables_and_can_be_undone(opened):  # noqa: F811
    one = opened(what_if_page(), width=1700).ready()  # the key is in one row, whatever it holds
    start = (one.page.evaluate(PICTURE), figures(one.page), one.rows("boroughs"))
    switch(one, 0, 2)
    assert one.page.evaluate(PICTURE) != start[0]
    assert figures(one.page) != start[1]
    assert one.rows("boroughs") != start[2]
    assert "1 counter changed by you" in one.page.inner_text("#switches-said")
    assert one.page.locator(".counter-closed").count() == 2
    one.page.click("#reset")
    one.settle()
    assert (one.page.evaluate(PICTURE), figures(one.page), one.rows("boroughs")) == start
    assert (one.asked, one.complaints) == ([], [])


def test_another_plan_is_shown_at_once_and_left_again(opened):  # noqa: F811
    plan = [one.start for one in switches()]
    plan[0], plan[1] = 2, 0
    world = replace(what_if(), presets=(Preset(title="The best seven", chosen=tuple(plan)),))
    one = opened(replace(what_if_page(), what_if=world)).ready()
    start = figures(one.page)
    one.tab("what-if").page.click("text=Show: The best seven")
    assert one.page.inner_text("#switches-said") == "As in: The best seven"
    shown = figures(one.page)
    assert shown != start
    one.page.click("#reset")
    assert figures(one.page) == start
    for number in (0, 1):
        switch(one, number, plan[number])
    assert figures(one.page) == shown
    assert (one.asked, one.complaints) == ([], [])


def test_the_arithmetic_is_that_of_pencil_and_paper(opened):  # noqa: F811
    """Every counter in every state, by day and by night, asked of one open page."""
    sharp = replace(what_if(), points=replace(what_if().points, spread_metres=np.zeros(12)))
    one = opened(replace(what_if_page(), what_if=sharp)).ready()
    cases = list(product(range(7), range(3), (2100, 4290)))
    answers = one.page.evaluate(
        """async cases => {
          const raw = JSON.parse(document.getElementById('page-data').textContent).packed;
          const what = JSON.parse(new TextDecoder().decode(await estateUnpack.inflate(raw))).what_if;
          const engine = new estateEngine.Engine(what, await estateUnpack.unpack(what));
          const before = what.switches.map(one => one.before);
          return cases.map(([number, state, minute]) => {
            const after = what.switches.map((one, n) => one.choices[n === number ? state : one.start].spells);
            return engine.sums(engine.ask({way: what.ways[0], before, after, minute, limit: 20, losing: 10}), 0);
          });
        }""",
        cases,
    )
    assert len(answers) == len(cases) == 42
    for (number, state, minute), answer in zip(cases, answers, strict=True):
        chosen = [one.choices[state if n == number else one.start].spells for n, one in enumerate(switches())]
        losing, mean = by_hand(minute, chosen)
        assert answer["losing"] == pytest.approx(losing, abs=1), (number, state, minute)
        assert answer["minutesAfter"] / answer["reachAfter"] == pytest.approx(mean, abs=0.11)


@pytest.mark.parametrize(
    ("judged", "postcode", "nearest"),
    [
        # Tuesday 16:55; Counter reduced now shuts at 17:00; it is 0 and 1,000 m away, at 80 m a minute.
        ({}, "AB1 1ZZ", "the same one"),
        ({}, "AB1 2AA", "the same one"),
        ({"opening_at": "arrival"}, "AB1 1ZZ", "the same one"),
        # 17:07 is too late; Counter opened is 1,300 m away
        ({"opening_at": "arrival"}, "AB1 2AA", "Counter opened, about 16 minutes"),
        # 16:55 is too late for ten minutes; Counter opened is 1,640 m away
        ({"opening_at": "arrival", "minutes_needed": 10}, "AB1 1ZZ", "Counter opened, about 21 minutes"),
    ],
)
def test_opening_is_judged_at_departure_or_on_arrival(opened, judged, postcode, nearest):  # noqa: F811
    one = opened(replace(what_if_page(), what_if=replace(what_if(), **judged)), at="#minute=2455")
    answer = ask(one.ready(), postcode)
    assert "Before: Counter reduced" in answer
    assert f"After: {nearest}" in answer
    assert one.complaints == []


@pytest.fixture(scope="module")
def known(standing):  # noqa: F811
    """The page for those who only ask it something."""
    return standing(what_if_page()).ready()


@pytest.fixture(scope="module")
def at_first(known):
    """The figures of the page as it opens."""
    known.page.reload()
    return figures(known.ready().page)


@pytest.mark.parametrize("words", ["AB1 1AA", "ab11aa", " ab1-1aa ", "AB1 IAA"])
def test_a_postcode_is_answered_in_plain_words(known, words):
    said = ask(known, words)
    assert "AB1 1AA: North ward, Ashby" in said
    assert "Before: Counter open, about no minutes" in said
    assert "Your neighbours" in said
    assert "likely offline" in said


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("", "Please type a postcode, ward, borough or counter"),
        ("AB1", "only a part of a postcode"),
        ("AB1 1", "only a part of a postcode"),
        ("ZE1 0AA", "is not among the 12 postcodes of Threeborough"),
        ("75001", "is no postcode, ward, borough or counter of Threeborough"),
        ("<b>&$", "is no postcode, ward, borough or counter of Threeborough"),
        ("\U0001f693", "Please type a postcode"),
    ],
)
def test_what_is_not_known_is_answered_kindly(known, words, kind):
    assert kind in ask(known, words)
    assert known.complaints == []


def test_every_postcode_is_found_at_its_own_point(known):
    found = known.page.evaluate(
        """async (codes) => {
          const raw = JSON.parse(document.getElementById('page-data').textContent).packed;
          const what = JSON.parse(new TextDecoder().decode(await estateUnpack.inflate(raw))).what_if;
          return Promise.all(codes.map(code => estatePostcode.find(what, code)));
        }""",
        [*POSTCODES, "AB1 1AD", "EC1A 1BA"],
    )
    assert found == [*range(12), -1, -1]


def test_the_slider_goes_through_the_week(opened):  # noqa: F811
    one = opened(what_if_page()).ready()
    one.page.click(".more summary")
    one.page.locator("#slider").focus()
    said = set()
    one.page.keyboard.press("Home")
    for _ in range(int(one.page.get_attribute("#slider", "max")) + 1):
        said.add(one.page.get_attribute("#slider", "aria-valuetext"))
        one.page.keyboard.press("ArrowRight")
    assert "Monday 00:00 to 09:00: 4 open before, 4 after" in said
    assert "Monday 09:00 to 17:00: 4 open before, 5 after" in said
    assert one.page.locator("#moment option:checked").text_content() == "At the time on the slider"
    one.page.select_option("#moment", "1")
    assert one.page.get_attribute("#slider", "aria-valuetext").startswith("Wednesday 17:00 to Thursday 09:00")
    assert one.complaints == []


def test_a_link_shows_the_same(opened):  # noqa: F811
    one = opened(what_if_page()).ready()
    switch(one, 1, 2)
    one.layer("before")
    one.page.click(".more summary")
    one.page.select_option("#group", "4")
    one.page.select_option("#limit", "10")
    one.page.select_option("#moment", "1")
    ask(one, "B1 1BB")
    address, seen = one.page.url, (figures(one.page), one.rows("wards"))
    again = one.context.new_page()
    again.goto(address)
    again.wait_for_selector("html[data-ready=true]", state="attached")
    again.wait_for_selector("#answer > *")
    assert figures(again) == seen[0]
    assert again.locator("#layer-before").is_checked()
    assert again.locator("#switch-1-2").is_checked()
    assert "B1 1BB" in again.inner_text("#answer")


@pytest.mark.parametrize(
    "fragment",
    [
        "#who=99&when=-1&set=nobody.open~site-open.flying&limit=7&show=x",
        "#minute=1e9&group=zz",
        "#postcode=<img src=x>",
        "#%%%",
    ],
)
def test_nonsense_in_the_address_is_passed_over(opened, at_first, fragment):  # noqa: F811
    one = opened(what_if_page(), at=fragment).ready()
    assert figures(one.page) == at_first
    assert one.complaints == []


def test_the_copied_scenario_names_what_was_switched(opened):  # noqa: F811
    one = opened(what_if_page()).ready()
    switch(one, 0, 1)
    switch(one, 2, 0)
    switch(one, 6, 0)
    one.page.click("#copy")
    text = one.page.input_value("#yaml")
    assert '  - set_hours: [site-open, site-reduced]\n    hours: "Mo-Fr 09:00-17:00"\n' in text
    assert "  - open: site-spare\n    hours: 24/7\n" in text
    assert "close" not in text.split("changes:")[1]
    assert (
        'question: "What if Counter open were open office hours' in text
        or 'question: "What if Counter open was open office hours' in text
    )


def test_side_by_side_has_a_line_that_moves(opened):  # noqa: F811
    one = opened(what_if_page()).ready()
    assert not one.page.locator("#curtain").is_visible()
    one.layer("both")
    first = one.page.evaluate(PICTURE)
    one.page.locator("#curtain").focus()
    for _ in range(5):
        one.page.keyboard.press("ArrowLeft")
    assert one.page.evaluate(PICTURE) != first


def test_everything_is_reached_by_keyboard_in_few_stops(opened):  # noqa: F811
    one = opened(what_if_page()).ready()
    stops = []
    for _ in range(MOST_STOPS + 5):
        one.page.keyboard.press("Tab")
        stops.append(one.page.evaluate("document.activeElement.id || document.activeElement.tagName"))
        if stops[-1] == "BODY":
            break
    assert stops[1] == "search"
    assert len(stops) <= 30
    assert {"layer-change", "moment", "map_estate", "tab-here"} <= set(stops)
    one.page.locator("#tab-here").focus()
    one.page.keyboard.press("ArrowRight")
    assert one.page.evaluate("document.activeElement.id") == "tab-what-if"
    assert one.page.locator("#copy").is_visible()
    one.page.locator("#switch-0-0").focus()
    one.page.keyboard.press("ArrowDown")
    assert one.page.evaluate("document.activeElement.id") == "switch-1-1"
    one.page.keyboard.press("ArrowRight")
    assert one.page.locator("#switch-1-2").is_checked()
    assert "1 counter changed" in one.page.inner_text("#switches-said")


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_axe_finds_nothing_and_the_page_fits(opened, width):  # noqa: F811
    one = opened(what_if_page(), bypass_csp=True).ready()
    one.page.set_viewport_size({"width": width, "height": 800})
    one.layer("both")
    ask(one, "AB1 1AA")
    assert axe_faults(one.page) == []
    switch(one, 0, 2)
    one.page.click("#copy")
    assert axe_faults(one.page) == []
    for tab in ("loses", "tables", "about") if width > 1000 else ():
        one.tab(tab)
        assert axe_faults(one.page) == []
    assert one.page.evaluate("document.documentElement.scrollWidth") <= width


def test_axe_finds_nothing_without_scripts_or_with_a_card(opened):  # noqa: F811
    one = opened(what_if_page(), bypass_csp=True).ready()
    one.tab("tables").page.get_by_role("button", name="Counter reduced").first.click()
    assert one.page.locator(".card .switch input").count() == 3
    one.page.locator(".card label", has_text="Closed").click()
    one.settle()
    assert one.page.locator("#switch-1-2").is_checked()
    assert axe_faults(one.page) == []


def test_it_prints_and_without_scripts_it_reads(opened):  # noqa: F811
    one = opened(what_if_page()).ready()
    ask(one, "AB1 1AA")
    assert one.page.pdf().startswith(b"%PDF")
    quiet = opened(what_if_page(), java_script_enabled=False)
    assert quiet.page.locator(".still-map").is_visible()
    assert not quiet.page.locator("#search").is_visible()
    assert not quiet.page.locator("#switch-list").is_visible()
    assert "Figures are near" in quiet.page.inner_text("#accuracy")
    assert (one.asked, one.complaints) == ([], [])


@pytest.mark.parametrize("words", ATTACKS_AT_ONCE.values(), ids=ATTACKS_AT_ONCE)
def test_hostile_text_in_every_field_of_the_what_if_stays_text(opened, words):  # noqa: F811
    one = opened(what_if_with_text(words)).ready()
    for layer in (*LAYERS, "both"):
        one.layer(layer)
    ask(one, "AB1 1AA")
    ask(one, words[:12])
    ask(one, words[:80])
    wishes = [part for attack in ATTACKS.values() for part in (attack[:12], attack[:80])]
    one.page.evaluate(ASK_ALL, ["North", *wishes])
    switch(one, 0, 2)
    one.page.click("#copy")
    one.page.evaluate("document.querySelector('#switch-list button').click()")
    assert one.page.evaluate("window.hacked") is None
    assert (
        one.page.evaluate(
            "[...document.querySelectorAll('script, img, iframe, object, embed, link, base')].length"
        )
        == 7
    )
    assert "1337" not in one.page.evaluate("document.body.innerText")
    assert (one.asked, one.complaints) == ([], [])
    assert one.page.evaluate("document.documentElement.scrollWidth") <= 1000


def test_the_same_page_is_the_same_bytes():
    assert render_page(what_if_page.__wrapped__()) == render_page(what_if_page.__wrapped__())


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ({"postcode_points": np.arange(3)}, "not one point per postcode"),
        ({"seconds": (np.zeros((2, 2)),)}, "not points x switches"),
        ({"opening_at": "noon"}, "at departure or on arrival"),
        ({"minutes_needed": -1}, "at departure or on arrival"),
    ],
)
def test_parts_that_do_not_fit_are_refused(broken, message):
    with pytest.raises(ValueError, match=message):
        render_page(replace(what_if_page(), what_if=replace(what_if(), **broken)))


def test_a_class_that_only_the_readers_own_estate_has_is_in_the_key(opened):  # noqa: F811
    one = opened(what_if_page()).ready()
    lost = one.page.locator("#legend-change [data-class='9']")
    assert not lost.is_visible()
    one.page.evaluate("[...Array(7).keys()].forEach(n => document.getElementById(`switch-${n}-2`).click())")
    assert one.settle().page.locator("#legend-change [data-class='9']").is_visible()
    one.page.evaluate("document.getElementById('reset').click()")
    assert not lost.is_visible()
