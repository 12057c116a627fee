"""The map page in headless Firefox: it draws, answers, switches, and keeps map and key in the first screen."""

import pytest

from estate_model.outputs.page.render import render_page
from tests.outputs.firefox import FIREFOX, Firefox
from tests.outputs.page_world import what_if_page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not FIREFOX, reason="Firefox is not installed (Debian: firefox-esr)"),
]
COMPLAINTS = (
    "window.complaints = []; window.addEventListener('error', (event) => complaints.push(event.message));"
)


@pytest.fixture(scope="module")
def firefox(tmp_path_factory):
    one = Firefox(tmp_path_factory.mktemp("firefox"))
    path = tmp_path_factory.mktemp("page") / "map.html"
    path.write_bytes(render_page(what_if_page()))
    one.open(path)
    one.run(COMPLAINTS)
    yield one
    one.close()


def test_map_and_key_are_in_the_first_screen(firefox):
    top, bottom, key, height = firefox.run(
        """const map = document.querySelector('.map-box').getBoundingClientRect();
        return [map.top, map.bottom, document.getElementById('key').getBoundingClientRect().bottom, innerHeight];"""
    )
    assert top <= 0.5 * height
    assert bottom < key <= height
    assert bottom - top > 0.3 * height


def test_a_postcode_and_a_name_are_answered_and_a_counter_is_switched(firefox):
    find = "document.getElementById('search').value = '{}'; document.getElementById('search-form').requestSubmit();"
    firefox.run(find.format("AB1 1AA"))
    firefox.until("document.getElementById('answer-heading')")
    assert firefox.run("return document.getElementById('answer-heading').textContent").startswith("AB1 1AA")
    firefox.run(find.format("Counter reduced"))
    firefox.until("document.getElementById('answer-heading').textContent === 'Counter reduced'")
    before = firefox.run("return document.querySelector('canvas.cells').toDataURL()")
    firefox.run("document.querySelectorAll('#answer .states input')[2].click()")
    firefox.until("document.documentElement.dataset.settled === 'true'")
    assert firefox.run("return document.getElementById('switches-said').textContent") == (
        "1 counter changed by you."
    )
    assert firefox.run("return document.querySelector('canvas.cells').toDataURL()") != before
    assert firefox.run("return complaints") == []


def test_the_line_of_the_swipe_stands_over_the_whole_map(firefox):
    firefox.run("document.getElementById('layer-both').click()")
    high, whole, hit = firefox.run(
        """const map = document.querySelector('.map-box').getBoundingClientRect();
        const line = document.getElementById('curtain').getBoundingClientRect();
        const at = (x) => document.elementFromPoint(x, map.top + map.height / 3).id;
        return [line.height, map.height, [at(map.left + map.width / 2), at(map.left + map.width / 4) === 'curtain']];"""
    )
    assert high == whole
    assert hit == ["curtain", False]
