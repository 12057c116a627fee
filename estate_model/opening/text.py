"""Read an opening-hours text: what people write, made plain; what is ambiguous is refused with its mending.

The grammar is OpenStreetMap's ``opening_hours``, parsed by ``opening-hours-py``. That library takes a rule
without a clock time as 24 hours (``Mo, We 10:00-12:00`` is all of Monday) and 31 November as a day, so every
text passes this door first.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import replace
from functools import lru_cache

from opening_hours import OpeningHours, ParserError  # type: ignore[attr-defined]

from estate_model.errors import MOST_SHOWN, HoursError, look_alike
from estate_model.invisible import invisible
from estate_model.opening.rules import (
    ADDED,
    ALL_DAY,
    ALWAYS,
    BY_HOLIDAY,
    DAYS,
    OFF,
    REPLACING,
    TIME,
    Rule,
    rules_of,
    written,
)  # fmt: skip

LONGEST_TEXT = 2000
TIMED = re.compile(rf"(?:{TIME}-{TIME}|{ALWAYS})\s")  # in days that a rule names: another rule's times
NO_SEMICOLON = "a ';' is missing before a day; write it between rules"
REFUSED = {
    '["\u201c\u201d\u201e\u00ab\u00bb]|\\|\\|':
        'comments and fallbacks (such as "by appointment") are not opening hours',
    r"\bunknown\b": "'unknown' is not opening hours; say what you assume and list it under 'uncertain'",
    r"\bSH\b": "school holidays are not supported",
    r"sunrise|sunset|dawn|dusk": "hours by the sun are not supported; give clock times",
    r"\bPH\s*[+-]\s*\d": "days counted from a public holiday are not supported",
    r"\d\s*\+": "an open end ('10:00+') is not a time at which it shuts",
    rf"{TIME}[ \t]+{DAYS}\b": NO_SEMICOLON,
    rf"{TIME}/\d": "times that come back ('10:00-16:00/01:30') are not supported; write each of them",
    r"\d\s*[ap]\.?m\b": "clock times have 24 hours: write '09:00-17:00', not '9am-5pm'",
    r"\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*\b": "days are written Mo Tu We Th Fr Sa Su, as in Mo-Fr",
}  # fmt: skip
EXAMPLE = "write them as 'Mo-Fr 10:00-22:00; Sa-Su 09:00-19:00', '24/7' or 'off'"
MONTHS = dict(zip(calendar.month_abbr[1:], calendar.month_name[1:], strict=True))
LONGEST = dict(zip(MONTHS, (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), strict=True))
WORDS = {
    word.lower(): word
    for word in (
        "Mo",
        "Tu",
        "We",
        "Th",
        "Fr",
        "Sa",
        "Su",
        *MONTHS,
        "PH",
        "SH",
        "off",
        "open",
        "week",
        "easter",
    )
} | {"closed": OFF}
DAY_WORDS = re.compile(rf"\b(?:{DAYS}|{'|'.join(MONTHS)}|PH|SH|bank|off|\d{{4}})\b", re.IGNORECASE)
DATES = re.compile(rf"(?:(\d{{4}}) )?\b({'|'.join(MONTHS)}) ((?:\d{{1,2}}(?!\d)[-,]?)+)")
DAY_LIST = re.compile(
    rf"\b({'|'.join(MONTHS)}) (\d{{1,2}}(?:-\d{{1,2}})?(?:,\d{{1,2}}(?:-\d{{1,2}})?)+)(?![:\d])"
)
DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
BLANKS = (
    (r"\s*[\r\n]\s*(?=[^\d\s])", "; "),  # a day on a line of its own
    (r"\s+", " "),
)
WRITTEN = (  # what people write, and what it is made, in order
    (r"(?<=[A-Za-z\])]):(?:\s+|(?=\d))", " "),  # Mo: 10:00-12:00
    (r"\b(\d{1,2})\.(\d\d)(?=\s*-|\s*,|\s*;|\s+\D|\s*$)", r"\1:\2"),  # 10.00-12.00
    (rf"(?<=[A-Za-z\d])\s*-\s*(?={TIME}|[A-Za-z])", "-"),
    (r"\s*,\s*", ","),
    (rf"({TIME}|24/7|off|open),(?=[A-Za-z]|\d{{4}}\b)", rf"\1{ADDED}"),
)


@lru_cache(maxsize=4096)
def read_hours(text: str) -> str:
    """Return opening hours as their rules in plain form; a text in that form is returned as it is.

    Raises
    ------
    HoursError
        When it cannot be used as opening hours, or may be meant in two ways.

    >>> read_hours("mo, we, fr 10:00 - 14:00; PH Off;")
    'Mo,We,Fr 10:00-14:00; PH off'

    """
    if len(text) > LONGEST_TEXT:
        raise HoursError(f"opening hours {_shown(text)}: more than {LONGEST_TEXT:,} are not read; {EXAMPLE}")
    for unseen in invisible(text):
        raise HoursError(f"opening hours {_shown(text)}: at character {unseen.index + 1} {unseen}")
    for pattern, reason in REFUSED.items():
        if re.search(pattern, text, flags=re.IGNORECASE):
            raise HoursError(f"opening hours {_shown(text)}: {reason}; {EXAMPLE}")
    plain = _plain(text)
    if not plain:
        raise HoursError(f"opening hours {_shown(text)}: nothing is written; {EXAMPLE}")
    rules = tuple(_with_times(rule) for rule in rules_of(plain))
    result = written(rules)
    for rule in rules:
        if timed := TIMED.search(rule.days):
            rest = rule.days[timed.end() :]
            reason = NO_SEMICOLON if DAY_WORDS.search(rest) else f"'{rest}' after clock times cannot be read"
            raise HoursError(f"opening hours {_shown(result)}: {reason}; {EXAMPLE}")
    parsed(_without_holidays(rules), shown=result)
    for rule in rules:
        if fault := _fault(rule):
            raise HoursError(f"opening hours {_shown(result)}: {fault}")
    return result if any(rule.opens for rule in rules) else OFF


@lru_cache(maxsize=4096)
def parsed(text: str, shown: str = "") -> OpeningHours:
    """Return the library's reading of a text whose holidays are dates; raise HoursError when it has none."""
    try:
        return OpeningHours(text, auto_country=False, auto_timezone=False)
    except ParserError as error:
        place = re.search(r"-->\s*\d+:(\d+)", str(error))
        where = f" at character {place[1]}" if place and (not shown or text == shown) else ""
        where += look_alike(shown or text)
        raise HoursError(f"opening hours {_shown(shown or text)} cannot be read{where}; {EXAMPLE}") from error


def _plain(text: str) -> str:
    """Return a text with one way of writing what has several: case, blanks, dashes, separators."""
    plain = _rewritten(text.strip().translate(DASHES), BLANKS)
    plain = re.sub(r"[A-Za-z]+", lambda word: WORDS.get(word[0].lower(), word[0]), plain)
    plain = DAY_LIST.sub(
        lambda days: ",".join(f"{days[1]} {day}" for day in days[2].split(",")), _rewritten(plain, WRITTEN)
    )
    parts = (part.strip(" ,") for part in plain.split(";"))
    return REPLACING.join(filter(None, parts))


def _rewritten(text: str, pairs: tuple[tuple[str, str], ...]) -> str:
    for pattern, instead in pairs:
        text = re.sub(pattern, instead, text)
    return text


def _with_times(rule: Rule) -> Rule:
    """Return a rule that says ``24/7`` of some days with the clock times of a whole day."""
    if rule.times != ALWAYS or (rule.opens and not rule.days):
        return replace(rule, state="") if rule.times == ALWAYS else rule
    return replace(rule, times=ALL_DAY if rule.opens else "")


def _without_holidays(rules: tuple[Rule, ...]) -> str:
    """Return the rules with a date for each holiday, which the library can parse."""
    days = (re.sub(r"\bPH\b", "", rule.days).strip(" ,").replace(",,", ",") for rule in rules)
    return written(tuple(replace(rule, days=day) for rule, day in zip(rules, days, strict=True)))


def _fault(rule: Rule) -> str:
    """Return what keeps a rule from being used, with its mending; empty where nothing does."""
    if rule.by_holiday and not BY_HOLIDAY.fullmatch(rule.days):
        return (
            f"public holidays stand in a rule of their own or in a list of days, not as in '{rule}'; such as "
            "'Mo-Fr 09:00-17:00; PH off' or 'Su,PH 10:00-16:00'"
        )
    if rule.opens and not rule.times:
        days = rule.days or str(rule)
        mending = (
            f"'{days} {ALL_DAY}' if it is open all day" if rule.days else f"'{ALWAYS}' if it never shuts"
        )
        return f"'{rule}' says no clock time; write {mending}, or the times, such as '09:00-17:00'"
    for year, month, numbers in DATES.findall(rule.days):
        last = LONGEST[month]
        if month == "Feb" and year and not calendar.isleap(int(year)):
            last -= 1
        days_named = [int(number) for number in re.findall(r"\d+", numbers)]
        if any(not 1 <= day <= last for day in days_named):
            return f"there is no such day as in '{rule}': {MONTHS[month]} has {last} days"
        for first, end in re.findall(r"(\d+)-(\d+)", numbers):
            if int(first) > int(end):
                return f"'{month} {first}-{end}' ends before it begins"
    return ""


def _shown(text: str) -> str:
    """Return a text in quotes on one line, its end cut off where it is long."""
    line = " ".join(text.split())
    return f"'{line}'" if len(line) <= MOST_SHOWN else f"'{line[:MOST_SHOWN]}...' ({len(text):,} characters)"
