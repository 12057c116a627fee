"""London's headline figures as every output prints them: one central value and one range each."""

import base64
import io
import json
import re
import zlib
from collections import defaultdict
from html import unescape

import docx
import openpyxl
import pypdf
import pytest
from docx.oxml.ns import qn

from estate_model.outputs.words.details import details_text

NUMBER, RANGE = r"([\d,]+)", r"\(([\d,]+ to [\d,]+)\)"
SENTENCE = re.compile(
    rf"([A-Z][a-z ]{{1,30}}\([A-Z][a-z]+day \d\d:\d\d\)(?: and [a-z ]{{1,30}}\([A-Z][a-z]+day \d\d:\d\d\))?): "
    rf"{NUMBER} minutes {RANGE} on average before(?:, {NUMBER} {RANGE} after"
    r"|; no open counter within an hour's walk for [\d,]+ residents before, [\d,]+ \(\d+%\) after); "
    rf"{NUMBER} {RANGE} residents, (\d+%), have a journey over 10 minutes longer; "
    rf"{NUMBER} {RANGE} of them likely offline"
)
WEEK = re.compile(
    r"averaged over residents: (\d+%) \((\d+% to \d+%)\) before, (\d+%) \((\d+% to \d+%)\) after"
)
HOURS = re.compile(r"Open counter-hours a week: ([\d,]+) before, ([\d,]+) after")
MOMENT = re.compile(r"([A-Z]?[a-z ]{1,40}?) \([A-Z][a-z]+day \d\d:\d\d\)")
TILE = "residents ("
NAMES = (
    "minutes_before",
    "minutes_after",
    "losing",
    "losing_share",
    "offline",
    "offline_low",
    "offline_high",
)


@pytest.fixture(scope="module")
def files(london_annex, london_files):
    return {**london_annex[0], **london_files}


@pytest.fixture(scope="module")
def document(files):
    return docx.Document(io.BytesIO(files["annex.docx"]))


@pytest.fixture(scope="module")
def book(files):
    return openpyxl.load_workbook(io.BytesIO(files["annex.xlsx"]))


@pytest.fixture(scope="module")
def texts(files, document, book, london_report):
    """Every output a person reads, as one line of text each."""
    shown = {
        name: unescape(re.sub(r"<[^>]*>", " ", files[name].decode())) for name in ("annex.html", "map.html")
    }
    paragraphs = document.element.body.iter(qn("w:p"))
    shown["annex.docx"] = " ".join(
        "".join(run.text or "" for run in paragraph.iter(qn("w:t"))) for paragraph in paragraphs
    )
    pages = pypdf.PdfReader(io.BytesIO(files["annex.pdf"])).pages
    shown["annex.pdf"] = " ".join(page.extract_text() for page in pages)
    shown["annex.xlsx"] = " ".join(
        str(cell.value) for sheet in book for row in sheet for cell in row if cell.value is not None
    )
    shown["details"] = " ".join(text.words for text in details_text(london_report))
    shown["summary.json"] = " ".join(json.loads(files["summary.json"])["details"])
    return {name: " ".join(text.split()) for name, text in shown.items()}


def payload(files):
    """The map page's data, unpacked."""
    raw = re.search(r'id="page-data">(.*?)</script>', files["map.html"].decode(), re.DOTALL)[1]
    packed = json.loads(raw)["packed"]
    return json.loads(zlib.decompress(base64.b64decode(packed)))


def moments_in(words):
    return [name.strip().removeprefix("and ").strip().lower() for name in MOMENT.findall(words)]


def from_sentences(text):
    """Each headline figure that a text says in a sentence: (moment, name), number, range."""
    for names, *rest in SENTENCE.findall(text):
        (
            before,
            before_range,
            after,
            after_range,
            losing,
            losing_range,
            share,
            offline,
            offline_range,
        ) = rest
        sets = offline_range.split(" to ")
        printed = ((before, before_range), (after, after_range), (losing, losing_range), (share, ""),
                   (offline, offline_range), (sets[0], ""), (sets[1], ""))  # fmt: skip
        for moment in moments_in(names):
            pairs = zip(NAMES, printed, strict=True)
            yield from (((moment, name), *pair) for name, pair in pairs if pair[0])  # no mean over an hour
    for before, before_range, after, after_range in WEEK.findall(text):
        yield ("", "week_before"), before, before_range
        yield ("", "week_after"), after, after_range
    for before, after in HOURS.findall(text):
        yield ("", "counter_hours_before"), before, ""
        yield ("", "counter_hours_after"), after, ""


def from_records(records):
    """Each headline figure of the summary's or the map's records."""
    for moment, name, record in records:
        key = ("" if name.startswith("week") else moment.lower(), name)
        yield key, record["central"], record["range"]


def from_tables(tables):
    """Each headline figure of the annex's tables, a list of rows of texts each."""
    for rows in tables:
        head = [str(word) for word in rows[0]]
        for row in rows[1:]:
            cells = [f"{cell:,}" if isinstance(cell, int | float) else str(cell) for cell in row]
            if head[0] == "Moment and way" and "walking at 4.8" in cells[0]:
                shares = (*cells[2:5], f"{cells[5]}%", *cells[6:9])
                (moment,) = moments_in(cells[0])
                yield from (((moment, name), cell, "") for name, cell in zip(NAMES, shares, strict=True))
            if head[0] == "Group" and len(head) > 3 and cells[0] == "Residents":
                yield ("weekday midday", "minutes_before"), cells[2], ""
                yield ("weekday midday", "minutes_after"), cells[3], ""
                yield ("weekday midday", "losing"), cells[4], ""
                yield ("weekday midday", "losing_share"), f"{cells[5]}%", ""
                yield ("", "week_before"), f"{cells[6]}%", ""
                yield ("", "week_after"), f"{cells[7]}%", ""


@pytest.fixture(scope="module")
def tables(files, document, book):
    """The tables of the annex in the three formats that have tables."""
    page = files["annex.html"].decode()
    html = [
        [
            [unescape(re.sub(r"<[^>]*>", "", cell)) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
            for row in re.findall(r"<tr>(.*?)</tr>", table)
        ]
        for table in re.findall(r"<table>.*?</table>", page, re.DOTALL)
    ]
    word = [
        [["".join(t.text or "" for t in cell.iter(qn("w:t"))) for cell in row.iter(qn("w:tc"))]
         for row in table._tbl.iter(qn("w:tr"))]
        for table in document.tables
    ]  # fmt: skip
    sheets = [
        [row for row in sheet.iter_rows(values_only=True) if len(row) > 2 and row[2] is not None]
        for sheet in book
        if sheet.title.startswith("Table ")
    ]
    return {"annex.html": html, "annex.docx": word, "annex.xlsx": [rows for rows in sheets if rows]}


def test_every_output_prints_one_number_and_one_range_for_one_figure(files, texts, tables, london_report):
    printed = defaultdict(lambda: defaultdict(set))
    for place, text in texts.items():
        for key, central, extent in from_sentences(text):
            printed[key][(central, extent)].add(place)
    page, record = payload(files), json.loads(files["summary.json"])
    labels = [moment_words.split(" (")[0] for moment_words in texts_of_moments(london_report)]
    tiles = [
        (labels[view["moment"]], name, figure)
        for view in page["views"]
        if view["profile"] == 0
        for name, figure in view["figures"].items()
    ]
    for place, records in (
        ("map.html tiles", tiles),
        ("summary.json headlines", [(one["moment"], one["name"], one) for one in record["headlines"]]),
    ):
        for key, central, extent in from_records(records):
            printed[key][(central, extent)].add(place)
    for place, rows_of_tables in tables.items():
        for key, central, extent in from_tables(rows_of_tables):
            printed[key][(central, extent)].add(f"{place} table")
    moments = {label.lower() for label in labels}
    assert set(printed) == {(m, name) for m in moments for name in NAMES} | {
        ("", "week_before"),
        ("", "week_after"),
        ("", "counter_hours_before"),
        ("", "counter_hours_after"),
    }
    for key, values in printed.items():
        assert len({central for central, _ in values}) == 1, (key, dict(values))
        assert len({extent for _, extent in values if extent}) <= 1, (key, dict(values))
        assert any(extent for _, extent in values) == (
            key[1]
            not in {
                "losing_share",
                "offline_low",
                "offline_high",
                "counter_hours_before",
                "counter_hours_after",
            }
        )
        places = set().union(*values.values())
        if key[1].startswith("counter_hours"):
            places.add("map.html tiles")  # the same at every moment, so no tile of a view's
        over_an_hour = key[1] == "minutes_after" and key[0] != "weekday midday"  # in tables, not in sentences
        sentences = {*texts} - {"annex.xlsx"}  # a workbook has tables
        everywhere = places >= {*sentences, "map.html tiles", "summary.json headlines"}
        assert everywhere or over_an_hour or key[0] == "sunday evening", (key, places)


def texts_of_moments(report):
    return [f"{impact.moment.name} (" for impact in report.headline_impacts]


def test_the_numbers_of_the_answer_are_those_of_its_sentences(texts):
    for place in ("annex.html", "annex.docx", "annex.pdf"):
        text = texts[place]
        figures = {key: (central, extent) for key, central, extent in from_sentences(text)}
        losing, extent = figures["weekday midday", "losing"]
        assert f"{losing} ({extent}) residents (15%) with a journey over" in text, place
        night, extent = figures["night", "losing"]
        assert f"{night} ({extent}) residents (90%) with a journey over" in text, place
        far = re.search(rf"night \(Wednesday 03:00\): .*?walk for {NUMBER} residents before, {NUMBER} ", text)
        assert f"{far[1]} to {far[2]} residents with no open counter within an hour's walk" in text, place


def test_the_key_says_the_same_with_and_without_scripts_and_in_the_annex(files, tables):
    html = files["map.html"].decode()
    legend = payload(files)["views"][0]["legend"]
    for kind, when in (("minutes", "after"), ("change", "change")):
        key = re.search(rf'<div class="legend" id="legend-{kind}".*?</ol>', html, re.DOTALL)[0]
        rows = re.findall(
            r'data-class="(\d+)".*?<span class="unseen label">(.*?)</span>.*?<span class="number">(.*?)</span>',
            key,
        )
        assert rows
        assert all(legend[when][int(place)] == number for place, _, number in rows)
        titles = {"minutes": "Residents after", "change": "Residents"}
        annex = next(
            rows for rows in tables["annex.html"] if rows[0][0] == "Class" and rows[0][-1] == titles[kind]
        )
        said = {unescape(label): number for _, label, number in rows}
        for label, *numbers in annex[1:]:
            assert said[label] == numbers[-1].replace("under", "fewer than"), label
