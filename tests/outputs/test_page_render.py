"""The map page as a file: complete in itself, the same bytes each time, and deaf to hostile texts."""

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import folium
import numpy as np
import pytest

from estate_model.outputs.drawing import still
from estate_model.outputs.page import geometry, shell
from estate_model.outputs.page.classes import MINUTES_CLASSES
from estate_model.outputs.page.markup import text
from estate_model.outputs.page.render import render_page
from tests.outputs.page_world import BOROUGHS, counters, page, with_text

LEAFLET_SHA256 = "db49d009c841f5ca34a888c96511ae936fd9f5533e90d8b2c4d57596f4e5641a"
ATTACKS = {
    "script": "<script>window.hacked = 1</script>",
    "picture": "<img src=x onerror='window.hacked = 1'>",
    "template literal": "${window.hacked = 1}`${window.hacked = 1}`",
    "jinja": "{{7*191}} {{ cycler.__init__.__globals__.os.getpid() }}",
    "half a jinja tag": "{% x %} {# {{ $title ${title} %s {0}",
    "end of script": "</script><!--<script>window.hacked = 1</script>-->]]>",
    "quotes": "\"'` onmouseover=window.hacked=1 \\ \\u003cscript>",
    "entities": "&lt;script&gt; &amp;#60; \\x3c",
    "direction and pictures": "\u202eesrever\u202c \u2066x \U0001f693\U0001f3fd \u2028 \u2029",
    "control characters": "a\x00b\x1bc\ud800d\ufffe",
    "long word": "x" * 10_000,
    "formula": "=cmd|' /C calc'!A0",
}


class Outline(HTMLParser):
    """The elements of a page, their addresses, its scripts and its policy."""

    def __init__(self, content):
        super().__init__()
        self.tags, self.addresses, self.scripts, self.data, self.policy = [], [], [], "", ""
        self.handlers, self.inside = [], None
        self.feed(content)

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        self.tags.append(tag)
        self.addresses += [
            value for name, value in attrs if name in {"src", "href", "action", "data", "srcset"}
        ]
        self.handlers += [name for name in named if name.startswith("on")]
        self.inside = (tag, named.get("type"))
        if named.get("http-equiv") == "Content-Security-Policy":
            self.policy = named["content"]

    def handle_endtag(self, _tag):
        self.inside = None

    def handle_data(self, words):
        if self.inside == ("script", None):
            self.scripts.append(words)
        elif self.inside == ("script", "application/json"):
            self.data += words


@pytest.fixture(scope="module")
def content():
    return render_page(page()).decode()


@pytest.fixture(scope="module")
def outline(content):
    return Outline(content)


def test_the_same_page_is_the_same_bytes(content):
    assert render_page(page.__wrapped__()).decode() == content


def test_the_page_names_nothing_outside_itself(content, outline):
    beside = {"../index.html", *(name for name, _ in page().beside)}
    assert {one for one in outline.addresses if not one.startswith("#")} == beside
    assert not re.search(r"@import|url\((?!#)|sourceMappingURL", content)
    assert not {"link", "img", "iframe", "object", "embed", "base"} & set(outline.tags)
    addresses = set(re.findall(r"https?://[^\s\"'<)]+", content))
    assert addresses == {
        "https://leafletjs.com",  # a comment
        "http://www.w3.org/2000/svg",  # a namespace
        "https://www.openstreetmap.org/",  # a link that the reader may follow
    }


def test_the_policy_allows_our_scripts_and_nothing_else(outline):
    hashes = [base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in outline.scripts]
    assert len(hashes) == 6
    sources = " ".join(f"'sha256-{one}'" for one in hashes)
    assert outline.policy == (
        f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src {sources}; base-uri 'none'; form-action 'none'"
    )


def test_leaflet_is_the_one_we_pinned_without_link_or_flag():
    assert hashlib.sha256(shell.asset("leaflet.js").encode()).hexdigest() == LEAFLET_SHA256
    assert not re.search(r'href="http|leaflet-attribution-flag"|sourceMappingURL', shell.leaflet_script())
    assert "url(" not in shell.leaflet_style()


def test_another_leaflet_is_refused(monkeypatch):
    monkeypatch.setattr(shell, "asset", lambda _name: "other")
    with pytest.raises(ValueError, match=r"not Leaflet 1\.9\.4"):
        shell.leaflet_script()


def test_two_pages_in_one_process_do_not_change_folium():
    import folium  # noqa: PLC0415

    render_page(page())
    assert len(folium.Map.default_js) > 3


@pytest.mark.parametrize(
    "words",
    [
        "One counter closes.",
        "Screening network",
        "1,600 residents",
        *BOROUGHS,
        "Counter moved",
        "Hours may change.",
        "So are the minutes.",
        "Contains invented data.",
    ],
)
def test_texts_stand_in_the_page_for_readers_without_scripts(content, words):
    body = re.sub(r"<script.*?</script>", "", content, flags=re.DOTALL)
    assert words in body


def test_the_page_has_a_language_a_title_and_a_viewport_that_zooms(content, outline):
    assert '<html lang="en-GB">' in content
    assert f"<title>{page().title}</title>" in content
    assert re.findall(r'<meta name="viewport" content="([^"]*)">', content) == [
        "width=device-width, initial-scale=1"
    ]
    assert (outline.tags.count("h1"), outline.tags.count("main")) == (1, 1)


def test_the_still_map_is_small_or_leaves_the_cells_out(monkeypatch):
    sheet = geometry.make_sheet(page().cells, page().outlines)
    classes = np.arange(12) % len(MINUTES_CLASSES)
    drawn = still.still_map(sheet, classes, MINUTES_CLASSES, counters(), title="<b>")
    assert drawn.count("<path") > len(set(classes))
    assert '<title id="still-title">&lt;b&gt;</title>' in drawn
    monkeypatch.setattr(still, "MOST_CHARACTERS", 10)
    assert len(still.still_map(sheet, classes, MINUTES_CLASSES, (), title="")) < len(drawn)
    assert 'fill="#ffffd4"' not in still.still_map(sheet, classes, MINUTES_CLASSES, (), title="")


@pytest.mark.parametrize("name", ATTACKS)
def test_a_hostile_text_adds_no_element_and_is_not_run(name, outline):
    words = ATTACKS[name]
    content = render_page(with_text(words)).decode()
    attacked = Outline(content)
    assert attacked.scripts == outline.scripts
    assert attacked.policy == outline.policy
    assert not attacked.handlers
    assert set(attacked.tags) == set(outline.tags)
    extra = len(with_text(words).attribution + with_text(words).findings) - len(
        page().attribution + page().findings
    )
    assert (
        len(attacked.tags) == len(outline.tags) + extra + 1
    )  # one note of attribution and one uncertainty more
    assert "1337" not in re.sub(r"<script.*?</script>", "", content, flags=re.DOTALL)
    assert text(words) in content
    assert json.loads(attacked.data)["views"][0]["sentence"] == words
    assert not re.search("[<>&\u2028\u2029]", attacked.data)


def test_no_text_of_the_page_reaches_folium(monkeypatch):
    seen = []
    real = folium.Map
    monkeypatch.setattr(folium, "Map", lambda **options: seen.append(options) or real(**options))
    render_page(with_text("hostile"))
    assert len(seen) == 1
    assert "hostile" not in repr(seen)


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (lambda whole: replace(whole, views=()), "at least one view"),
        (
            lambda whole: replace(whole, views=(replace(whole.views[0], cell_people=np.ones(3)),)),
            "its numbers are not one per cell",
        ),
        (
            lambda whole: replace(whole, views=(replace(whole.views[0], after_minutes=np.ones(2)),)),
            "not one per cell",
        ),
        (lambda whole: replace(whole, views=(replace(whole.views[0], rows=(("Ashby",),)),)), "does not fit"),
        (
            lambda whole: replace(whole, counters=(replace(whole.counters[0], status="lost"),)),
            "unknown counter status: lost",
        ),
    ],
)
def test_parts_that_do_not_fit_are_refused(broken, message):
    with pytest.raises(ValueError, match=message):
        render_page(broken(page()))


def test_a_page_without_counters_can_be_drawn():
    assert b"<html" in render_page(replace(page(), counters=(), uncertain=(), notes=()))
