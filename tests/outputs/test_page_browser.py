"""The map page in headless Chromium, with every request but the file itself refused."""

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely.geometry import Point

from estate_model.outputs.page import classes
from estate_model.outputs.page.packing import tenths, whole_people
from estate_model.outputs.page.render import render_page
from tests.outputs.conftest import CHROMIUM
from tests.outputs.page_world import (
    BOTTOM,
    BRITISH_GRID,
    LEFT,
    PEOPLE,
    RIVER,
    SIDE,
    STATUSES,
    page,
    with_text,
)
from tests.outputs.test_page_render import ATTACKS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not Path(CHROMIUM).exists(), reason="headless Chromium is not installed (Debian: chromium)"
    ),
]
LAYERS = ("before", "after", "change")
COUNTS = "[...document.querySelectorAll('#legend-KIND [data-class]')].map(item => [Number(item.dataset.class), item.lastElementChild.textContent])"
PIXEL = """([x, y]) => {
  const canvas = document.querySelector('canvas.cells'), frame = canvas.getBoundingClientRect();
  const scale = canvas.width / frame.width;
  const pixel = canvas.getContext('2d').getImageData((x - frame.x) * scale, (y - frame.y) * scale, 1, 1).data;
  return '#' + [...pixel].slice(0, 3).map(part => part.toString(16).padStart(2, '0')).join('');
}"""
PICTURE = "document.querySelector('canvas.cells').toDataURL()"


MEDIA = {"reduced_motion": "no-preference", "color_scheme": "light", "forced_colors": "none"}
"""What a reader may ask for, which a page can be told without another window."""


class Opened:
    """One page opened from a file, with what it asked for and complained of."""

    def __init__(self, browser, path=None, width=1000, **options):
        self.context = browser.new_context(**options)
        self.context.route("**/*", self.answer)
        self.page = self.context.new_page()
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.complaints.append(dialog.message), dialog.dismiss()))
        if path:
            self.show(path, width)

    def show(self, path, width=1000, at=""):
        """Open a file as if no other had been open here."""
        for other in self.context.pages[1:]:
            other.close()
        if self.page.url.startswith(path.as_uri()):
            self.page.goto("about:blank")  # else only what follows the # would change
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.mouse.move(0, 0)
        self.address, self.asked, self.complaints = path.as_uri(), [], []
        self.page.goto(self.address + at)
        return self

    def answer(self, route):
        if route.request.url == self.address:
            route.continue_()
        else:
            self.asked.append(route.request.url)
            route.abort()

    def ready(self):
        self.page.wait_for_selector("html[data-ready=true]", state="attached", timeout=10_000)
        return self.settle()

    def settle(self):
        """Wait until the parts that follow the map are drawn too."""
        self.page.wait_for_selector("html[data-settled=true]", state="attached", timeout=10_000)
        return self

    def layer(self, name):
        self.page.locator(f"label[for=layer-{name}]").click()
        self.settle()

    def tab(self, name):
        """Show a tab of the panel, raised where it is a sheet."""
        chosen = self.page.get_attribute(f"#tab-{name}", "aria-selected") == "true"
        if not (chosen and self.page.locator(f"#{name}").is_visible()):
            self.page.locator(f"#tab-{name}").click()
        return self

    def more(self):
        """Open what holds the choice of who travels."""
        self.page.evaluate("document.querySelector('details.more').open = true")
        return self

    def middle(self, place):
        """Where the middle of a cell is on screen, by Leaflet."""
        square = page().cells.geometry.iloc[[place]].centroid.to_crs("EPSG:4326").iloc[0]
        return self.on_screen(square.y, square.x)

    def on_screen(self, latitude, longitude):
        script = """([latitude, longitude]) => {
          const map = document.querySelector('.folium-map');
          map.scrollIntoView({block: 'center'});
          const frame = map.getBoundingClientRect();
          const at = map_estate.latLngToContainerPoint([latitude, longitude]);
          return [frame.x + at.x, frame.y + at.y];
        }"""
        return self.page.evaluate(script, [latitude, longitude])

    def counts(self, kind):
        self.settle()
        return dict(map(tuple, self.page.evaluate(COUNTS.replace("KIND", kind))))

    def rows(self, table):
        self.settle()
        lines = f"[...document.querySelectorAll('#{table} tbody tr')].map(row => [...row.cells].map(cell => cell.textContent))"
        return [tuple(row) for row in self.page.evaluate(lines)]


SHORT = [words for name, words in ATTACKS.items() if name != "long word"]
ATTACKS_AT_ONCE = {
    "all in order": " ".join(SHORT),
    "all from the last": " ".join(reversed(SHORT)),
    "long word": ATTACKS["long word"],
}
"""Every hostile text in every field of few pages: each stands behind what another may have left open."""
RENDERED = {}


def rendered(content):
    """The bytes of a page, made once for each page that stays."""
    if id(content) not in RENDERED:
        RENDERED[id(content)] = content, render_page(content)
    return RENDERED[id(content)][1]


def opener(chromium, idle, folder):
    """What opens pages in a folder, and the pages that are then in use, with their options."""
    made = []

    def open_page(content, *, width=1000, at="", **options):
        media = {name: options.pop(name, usual) for name, usual in MEDIA.items()}
        path, like = folder / f"map{len(made)}.html", tuple(options.items())
        path.write_bytes(rendered(content))
        one = idle[like].pop() if idle[like] else Opened(chromium, **options)
        one.page.emulate_media(**media)
        made.append((like, one))
        return one.show(path, width, at)

    yield open_page
    for like, one in made:
        idle[like].append(one)


@pytest.fixture
def opened(chromium, idle, tmp_path):
    """What opens pages for one test."""
    yield from opener(chromium, idle, tmp_path)


@pytest.fixture(scope="module")
def standing(chromium, idle, tmp_path_factory):
    """What opens pages that stay open for all tests of a module."""
    yield from opener(chromium, idle, tmp_path_factory.mktemp("pages"))


@pytest.fixture(scope="module")
def plain(standing):
    """The page for those who choose all that they look at."""
    return standing(page()).ready()


@pytest.fixture
def pressed(plain):
    """The same as it opens, without the card of another cell."""
    plain.more().layer("change")
    plain.more().page.select_option("#profile", "0")
    plain.page.select_option("#moment", "0")
    plain.page.evaluate("document.getElementById('answer').replaceChildren()")
    return plain.settle()


def expected(view, layer):
    before, after = tenths(view.before_minutes), tenths(view.after_minutes)
    people = whole_people(PEOPLE.astype(float))
    if layer == "change":
        sums = classes.people_by_class(
            classes.change_classes(before, after), people, len(classes.CHANGE_CLASSES)
        )
    else:
        shown = classes.minutes_classes(before if layer == "before" else after)
        sums = classes.people_by_class(shown, people, len(classes.MINUTES_CLASSES))
    return {
        place: f"{int(total + 5) // 10 * 10:,}" for place, total in enumerate(sums)
    }  # as the script has it


def test_the_page_asks_for_nothing_and_complains_of_nothing(opened):
    one = opened(page()).ready()
    for layer in LAYERS:
        one.layer(layer)
    one.page.mouse.click(*one.middle(3))
    one.page.wait_for_timeout(400)
    assert (one.asked, one.complaints) == ([], [])


def test_the_map_is_drawn_and_a_layer_changes_it(opened):
    one = opened(page()).ready()
    pictures = {}
    for layer in LAYERS:
        one.layer(layer)
        pictures[layer] = one.page.evaluate(PICTURE)
    assert len(set(pictures.values())) == 3
    assert one.page.locator(".still").count() == 0


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_legend_sentence_and_table_are_those_of_the_view(plain, layer, place):
    one, view = plain.more(), page().views[place]
    one.page.select_option("#profile", label=view.profile_label)
    one.page.select_option("#moment", label=view.moment)
    one.layer(layer)
    kind = "change" if layer == "change" else "minutes"
    one.settle()
    assert one.counts(kind).items() <= expected(view, layer).items()
    assert len(one.counts(kind)) == len(expected(view, layer))
    assert one.page.locator("#legend-change").is_visible() == (layer == "change")
    assert one.page.locator("#sentence").text_content() == view.sentence
    assert one.rows("boroughs") == list(view.rows)


def test_what_stands_in_the_file_is_what_the_script_shows(opened):
    quiet, lively = opened(page(), java_script_enabled=False), opened(page()).ready()
    texts = []
    for one in (quiet, lively):
        read = {
            table: one.page.locator(f"#{table}").all_text_contents()
            for table in ("boroughs", "counters", "legend-change", "legend-marks")
        }
        texts.append(read | {"sentence": one.page.locator("#sentence").text_content()})
    assert texts[0] == texts[1]
    assert quiet.page.locator(".still-map").is_visible()
    assert not quiet.page.locator(".controls").is_visible()


def test_roads_railways_and_parks_are_drawn_from_near(opened):
    west, south, east, north = page().cells.total_bounds
    across = shapely.LineString([(west, south), (east, north)])
    ring = shapely.box(west, south, (west + east) / 2, (south + north) / 2)
    kinds = {"kind": ["road", "rail", "park"]}
    drawn = gpd.GeoDataFrame(kinds, geometry=[across, across, ring], crs=page().cells.crs)
    pictures = {}
    for name, backdrop in (("with", drawn.to_crs("EPSG:4326")), ("without", None)):
        one = opened(replace(page(), backdrop=backdrop)).ready()
        for zoom in (10, 11):
            one.page.evaluate(f"map_estate.setZoom({zoom}, {{animate: false}})")
            pictures[name, zoom] = one.page.evaluate(PICTURE)
        assert one.complaints == []
    assert pictures["with", 10] == pictures["without", 10]
    assert pictures["with", 11] != pictures["without", 11]


def test_a_moment_without_a_view_cannot_be_chosen(opened):
    one = opened(page()).ready()
    one.page.select_option("#moment", label="Wednesday 23:30")
    one.page.click(".more summary")
    one.page.select_option("#profile", label="An adult, driving")
    assert one.page.locator("#moment option:checked").text_content() == "Tuesday 11:00"
    assert one.page.locator("#moment option:disabled").all_text_contents() == ["Wednesday 23:30"]
    assert one.rows("boroughs") == list(page().views[2].rows)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (1, ["Cell 01", "Ashby", "E00000001", "1,100", "10.0 minutes", "12.0 minutes", "2.0 minutes longer"]),
        (3, ["Cell 03", "17.0 minutes", "28.0 minutes", "11.0 minutes longer"]),
        (
            6,
            [
                "Brook and Vale",
                "50.0 minutes",
                "no open counter can be reached",
                "no open counter within reach any more",
            ],
        ),
        (9, ["Cold Harbour", "0.9 minutes longer"]),
        (11, ["nobody lives here"]),
    ],
)
def test_pressing_a_cell_says_what_happens_there(pressed, place, words):
    pressed.page.mouse.click(*pressed.middle(place))
    card = pressed.page.locator(".card").inner_text()
    assert [word for word in words if word not in card] == []


def test_signs_are_24_pixels_and_not_reached_by_tab(opened):
    one = opened(page()).ready()
    signs = one.page.locator(".leaflet-marker-icon")
    assert signs.count() == len(STATUSES)
    for sign in signs.all():
        frame = sign.bounding_box()
        assert min(frame["width"], frame["height"]) >= 24
        assert sign.get_attribute("tabindex") is None


def test_before_the_changes_the_counters_stand_as_they_were(opened):
    one = opened(page()).ready()
    one.layer("before")
    assert one.page.locator(".leaflet-marker-icon.counter-open").count() == 4
    assert one.page.locator("#legend-marks [data-mark]:visible").count() == 1


def test_a_counter_shut_at_the_chosen_time_has_its_own_sign(opened):
    one = opened(page()).ready()
    signs = "[...document.querySelectorAll('.map-box .counter use')].map(use => use.getAttribute('href'))"
    assert "#mark-shut" not in one.page.evaluate(signs)
    one.page.locator("#moment").select_option("1")
    assert one.page.evaluate(signs).count("#mark-shut") == 2
    assert one.page.locator("#legend-marks [data-mark=shut] .number").inner_text() == "2"
    one.layer("before")
    assert one.page.evaluate(signs).count("#mark-shut") == 1


def test_pressing_a_counter_or_its_line_says_what_changes(opened):
    one = opened(page()).ready()
    one.page.locator(".counter-closed").click()
    assert "Counter closed" in one.page.locator(".card").inner_text()
    one.tab("tables").page.get_by_role("button", name="Counter reduced").click()
    card = one.page.locator(".card")
    assert card.evaluate("card => card === document.activeElement")
    assert "Stays open for fewer hours" in card.inner_text()
    one.page.keyboard.press("Escape")
    assert one.page.evaluate("document.activeElement.textContent") == "Counter reduced"


def test_enter_reads_the_area_in_the_middle(opened):
    one = opened(replace(page(), counters=())).ready()
    x, y = one.middle(6)
    frame = one.page.locator(".folium-map").bounding_box()
    shift = [x - frame["x"] - frame["width"] / 2, y - frame["y"] - frame["height"] / 2]
    one.page.evaluate("shift => { map_estate.panBy(shift, {animate: false}); }", shift)
    one.page.locator(".more summary").focus()
    one.page.keyboard.press("Tab")
    assert one.page.evaluate("document.activeElement.id") == "map_estate"
    assert one.page.locator(".crosshair").is_visible()
    one.page.keyboard.press("Enter")
    assert "Cell 06" in one.page.locator(".card").inner_text()
    one.page.keyboard.press("Escape")
    one.page.wait_for_selector(".card", state="detached")


def test_tab_stops_are_few_and_the_choices_come_first(opened):
    one = opened(page()).ready()
    stops = []
    for _ in range(40):
        one.page.keyboard.press("Tab")
        stops.append(one.page.evaluate("document.activeElement.id || document.activeElement.tagName"))
        if stops[-1] == "BODY":
            break
    assert stops[1:5] == ["layer-change", "moment", "SUMMARY", "map_estate"]
    assert len(stops) <= 16


@pytest.fixture(scope="module")
def bare(standing):
    """The page without counters, after the changes, and where its map begins."""
    one = standing(replace(page(), counters=())).ready()
    one.layer("after")
    one.start = one.page.evaluate("[map_estate.getCenter(), map_estate.getZoom()]")
    return one


@pytest.mark.parametrize("zoomed", [0, 1, 2.6])
def test_cells_and_signs_stay_aligned(bare, zoomed):
    """The edge between two cells is drawn where Leaflet puts its latitude and longitude."""
    one = bare
    one.page.evaluate("([centre, zoom]) => map_estate.setView(centre, zoom, {animate: false})", one.start)
    edge = Point(LEFT + SIDE, BOTTOM + SIDE + RIVER + SIDE / 2)
    place = gpd.GeoSeries([edge], crs=BRITISH_GRID).to_crs("EPSG:4326").iloc[0]
    latitude, longitude = place.y, place.x
    one.page.evaluate(
        "([y, x, z]) => map_estate.setView([y, x], map_estate.getZoom() + z, {animate: false})",
        [latitude, longitude, zoomed],
    )
    one.page.evaluate("map_estate.panBy([37, -21], {animate: false})")
    one.page.wait_for_timeout(100)
    x, y = one.on_screen(latitude, longitude)
    left, right = (one.page.evaluate(PIXEL, [x + shift, y + 9]) for shift in (-2.5, 2.5))
    assert left == classes.MINUTES_CLASSES[5].colour
    assert right == classes.MINUTES_CLASSES[6].colour


def test_cells_glide_to_where_the_zoom_ends(opened):
    """While Leaflet glides, the drawing is on its way to where its places will be, to a pixel."""
    one = opened(page()).ready()
    off = one.page.evaluate(
        """() => new Promise(done => {
          const canvas = document.querySelector('canvas.cells'), place = map_estate.getCenter();
          const matrix = () => new DOMMatrix(canvas.style.transform);
          const before = map_estate.latLngToLayerPoint(place), from = matrix();
          let going;
          map_estate.once('zoomanim', () => { going = matrix(); });
          map_estate.once('zoomend', () => {
            const at = map_estate.latLngToLayerPoint(place);
            done([going.a, (before.x - from.e) * going.a + going.e - at.x, (before.y - from.f) * going.a + going.f - at.y]);
          });
          map_estate.setZoomAround([place.lat + 0.01, place.lng + 0.01], map_estate.getZoom() + 1);
        })"""
    )
    assert off == pytest.approx([2, 0, 0], abs=1.5)
    one.page.wait_for_timeout(100)
    assert one.page.evaluate("document.querySelector('canvas.cells').style.transform").count("scale") == 0


@pytest.mark.parametrize(("wish", "glides"), [("reduce", False), ("no-preference", True)])
def test_a_reader_who_asked_for_less_motion_gets_none(opened, wish, glides):
    one = opened(page(), reduced_motion=wish).ready()
    moved = one.page.evaluate(
        """() => {
          const start = map_estate.getZoom();
          let glided = false;
          map_estate.once('zoomanim', () => { glided = true; });
          map_estate.setZoom(start + 1);
          return new Promise(done => map_estate.getZoom() === start
            ? map_estate.once('zoomend', () => done([glided, true])) : done([glided, false]));
        }"""
    )
    assert moved == [glides, glides]
    assert one.complaints == []


def test_there_are_no_gaps_between_cells(opened):
    same = replace(page().views[0], after_minutes=np.full(12, 5.0), before_minutes=np.full(12, 5.0))
    one = opened(replace(page(), counters=(), views=(same,))).ready()
    one.layer("after")
    one.page.evaluate(
        "map_estate.setZoom(11, {animate: false})"
    )  # too far out for lines between cells and for names
    (x, y), (end, _), (_, top) = one.middle(4), one.middle(6), one.middle(8)
    colours = {one.page.evaluate(PIXEL, [x + (end - x) * step / 80, y + (top - y) / 4]) for step in range(81)}
    assert colours == {classes.MINUTES_CLASSES[0].colour}


def test_the_page_fits_a_narrow_screen(opened):
    one = opened(page()).ready()
    one.page.set_viewport_size({"width": 320, "height": 640})
    assert one.page.evaluate("document.documentElement.scrollWidth") <= 320


def test_it_prints_with_the_map_drawn_for_the_paper(opened):
    one = opened(page()).ready()
    one.page.mouse.click(*one.middle(3))
    assert one.page.pdf().startswith(b"%PDF")
    assert one.complaints == []


@pytest.mark.parametrize("words", ATTACKS_AT_ONCE.values(), ids=ATTACKS_AT_ONCE)
def test_a_hostile_text_stays_a_text(opened, words):
    one = opened(with_text(words)).ready()
    elements = "[...document.querySelectorAll('script, img, iframe, object, embed, link, base')].length"
    for layer in LAYERS:
        one.layer(layer)
    for place in (1, 5):
        one.page.mouse.click(*one.middle(place))
    assert one.page.locator(".card").count() == 1
    assert one.page.evaluate("window.hacked") is None
    assert one.page.evaluate(elements) == 7
    assert "1337" not in one.page.evaluate("document.body.innerText")
    assert (one.asked, one.complaints) == ([], [])
    assert one.page.evaluate("document.querySelector('#boroughs tbody td').textContent") == words
    assert one.page.evaluate("document.documentElement.scrollWidth") <= 1000
