"""The findings: short, plain, one number a sentence, and no figure that the details print otherwise."""

import re

import pyphen
import pytest

from estate_model.outputs.words.details import details, details_text
from estate_model.outputs.words.findings import MOST_WORDS, findings, findings_text
from tests import worlds
from tests.outputs.test_fairness_words import pledged
from tests.outputs.test_fairness_words import report as fair_report
from tests.outputs.test_words import of_hours, report

HYPHENS = pyphen.Pyphen(lang="en_GB")
MOST_IN_A_SENTENCE, HIGHEST_GRADE = 20, 8
LONG = {"noon": "Tu 12:00", "night": "We 03:00", "an evening of a rather long name": "Su 18:00"}


def said(*changes, **fields):
    return findings(report(*changes, **fields))


def grade(sentences):
    """The Flesch-Kincaid grade (Kincaid et al. 1975); syllables are places where a word may be hyphenated, and one."""
    words = [word for sentence in sentences for word in sentence.split()]
    count = sum(len(re.findall(r"[.?!](?=\s|$)", sentence)) for sentence in sentences)
    syllables = sum(len(HYPHENS.positions(word)) + 1 for word in words)
    return 0.39 * len(words) / count + 11.8 * syllables / len(words) - 15.59


def test_a_closure_in_short():
    assert said({"close": "east"}) == (
        "The Street had 2 police front counters.",
        "1 closes.",
        "Only 1 is then open day and night.",
        "Noon and night: 400 residents have a journey over 10 minutes longer.",
        "Roadley has the most of them: 400.",
        "Of them all, fewer than 100 are likely offline.",
        "On average, an open counter is within 15 minutes for 45% of the week.",
        "Before, it was 100%.",
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ([], "Nothing changes. Noon and night: no resident's journey changes."),
        ([{"close": ["east", "west"]}], "2 close. None is left."),
        ([{"close": ["east", "west"]}], "Noon and night: no counter is open."),
        ([{"open": "mid", "hours": "24/7"}], "Noon and night: no residents have a journey over 10 minutes longer."),
        ([{"open": "mid", "hours": "24/7"}], "500 have a shorter journey."),
        ([{"set_hours": ["east", "west"], "hours": worlds.OFFICE_HOURS}], "2 have shorter hours. None is then open day and night."),
        ([{"move": "east", "to": "AA4 1AA"}], "1 moves to another building."),
    ],
)  # fmt: skip
def test_what_happens_in_short(changes, words):
    assert words in " ".join(said(*changes))


@pytest.mark.parametrize("fields", [{"losing_minutes": [1440]}, {"profiles": ["cycle"]}])
def test_journeys_that_grow_by_less_than_the_limit_are_not_said_to_stay(fields):
    words = " ".join(said({"close": "east"}, thresholds_minutes=[15], **fields))
    assert "journey changes" not in words
    assert re.search(r"Noon and night: no residents have a journey over \d+ minutes longer", words)


def test_a_comparison_says_what_it_is_compared_with():
    made = report({"close": "east"}, against=[])
    assert findings(made)[0] == "With “T”, there are 2 police front counters."


def test_a_pledge_that_is_not_kept_and_who_fares_worse():
    text = " ".join(findings(fair_report({"close": "east"}, known=pledged())))
    assert "is not kept in 1 borough." in text
    assert re.search(r"fare worse than others", text)


def test_doubt_that_moves_the_headline_stands_first():
    made = of_hours(("east", worlds.OFFICE_HOURS, "assumed"), ("west", "24/7", "stated"))
    assert findings(made)[0] == "The hours of 1 counter are assumed."
    assert findings(made)[1] == "If it is shut, no residents lose at noon."


@pytest.mark.parametrize("fields", [{}, {"moments": LONG}, {"profiles": ["walk-65-plus"]}])
@pytest.mark.parametrize("changes", [[], [{"close": "east"}], [{"open": "mid", "hours": "24/7"}]])
def test_no_sentence_is_long_or_has_two_numbers(changes, fields):
    held(report(*changes, **fields))


def held(made):
    """Hold a run's findings to the rules of the language."""
    texts = findings_text(made)
    assert sum(len(text.words.split()) for text in texts) <= MOST_WORDS
    assert [text.words for text in texts if len(text.figures) > 1] == []
    assert [text.words for text in texts if len(text.words.split()) > MOST_IN_A_SENTENCE] == []
    assert grade(findings(made)) <= HIGHEST_GRADE


def test_london_s_findings_are_plain(london_report):
    held(london_report)
    assert grade(details(london_report)) > HIGHEST_GRADE  # which shows that the measure tells them apart


def test_london_s_findings_print_what_the_details_print(london_report):
    """A number of the findings is printed in the details too, with the same digits, where they have it."""
    cell = lambda figure: (figure.file, figure.row, figure.column)  # noqa: E731 - a name for a key
    full = {cell(one): one.central for text in details_text(london_report) for one in text.figures}
    short = {cell(one): one.central for text in findings_text(london_report) for one in text.figures}
    assert len(short) >= 9
    assert {key: full[key] for key in short} == short


def test_london_s_answer_in_short(london_report):
    said_of_it = " ".join(findings(london_report))
    for words in (
        "10 close. 25 have shorter hours. Only 2 are then open day and night.",
        "is not kept in 30 boroughs.",
        "Residents who are Hindu fare worse than others; residents who are Sikh fare better.",
    ):
        assert words in said_of_it
