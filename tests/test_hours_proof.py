"""Opening hours against an independent reader, opening_hours.js, and against what mappers really write.

The texts, the weeks and that reader's minutes are shared data, as is the extract of Newport; without them these
tests are skipped.
"""

import datetime as dt
import json

import pytest

from estate_model.errors import HoursError
from estate_model.nouns.england_and_wales import HOLIDAYS
from estate_model.opening import doubts_of, hours_a_week, read_hours
from tests.inputs.osm_worlds import shared

pytestmark = pytest.mark.shared
READ_BY_BOTH = 200
MAY_BE_REFUSED = {
    "comments and fallbacks": 7,
    "hours by the sun": 2,
    "a ';' is missing before a day": 1,
    "cannot be read": 4,  # the other reader refuses three, and takes 10:00-030:00 for 20 hours
}


def read(name):
    return json.loads(shared(f"hours_vectors/{name}.json").read_text(encoding="utf-8"))


def minutes(text, weeks):
    try:
        return {
            week: round(hours_a_week(text, dt.date.fromisoformat(week[:10]), HOLIDAYS) * 60) for week in weeks
        }
    except HoursError:
        return None


def plain(text):
    """A text as it is read, or None where it is refused."""
    try:
        return read_hours(text)
    except HoursError:
        return None


def test_no_text_read_by_both_differs_by_a_minute_without_a_warning_that_says_why():
    theirs, weeks = read("opening_hours_js_minutes"), [start for start, _ in read("weeks")]
    ours = {text: minutes(text, weeks) for text in read("strings")}
    both = {text for text, found in ours.items() if found is not None and "error" not in theirs[text]}
    differ = {text for text in both if ours[text] != theirs[text]}
    assert len(both) >= READ_BY_BOTH
    assert {text for text in differ if not doubts_of(text)} == set()
    why = ("counted with the day they begin on", "takes away hours", "its hours are added to")
    assert all(any(words in " ".join(doubts_of(text)) for words in why) for text in differ)


def test_what_is_read_is_plain_at_once():
    for text in filter(None, map(plain, read("strings"))):
        assert read_hours(text) == text


@pytest.fixture(scope="module")
def tags():
    """The distinct values of ``opening_hours`` in the extract of Newport."""
    osmium = pytest.importorskip("osmium", reason="osmium is not installed (pip install osmium)")
    elements = osmium.FileProcessor(str(shared("newport/newport.osm.pbf"))).with_filter(
        osmium.filter.KeyFilter("opening_hours")
    )
    return sorted({element.tags["opening_hours"] for element in elements})


def test_of_real_tags_comments_sun_times_and_slips_of_the_pen_are_refused(tags):
    refused = dict.fromkeys(MAY_BE_REFUSED, 0)
    for text in tags:
        try:
            read_hours(text)
        except HoursError as error:
            (kind,) = (words for words in MAY_BE_REFUSED if words in str(error))
            refused[kind] += 1
    assert len(tags) == 675
    assert refused == MAY_BE_REFUSED


def test_real_tags_raise_few_doubts(tags):
    doubts = [doubts_of(text) for text in filter(None, map(plain, tags))]
    assert sum(any("takes away hours" in doubt for doubt in found) for found in doubts) == 3
    assert sum(map(bool, doubts)) < 20
