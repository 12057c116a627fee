"""The rules of an opening-hours text, each with the days it holds on, its clock times and its state."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from estate_model.units import MINUTES_PER_DAY, MINUTES_PER_HOUR

DAY = "(?:Mo|Tu|We|Th|Fr|Sa|Su)"
DAYS = f"{DAY}(?:-{DAY})?"
TIME = r"\d{1,2}:\d{2}"
SPANS = f"{TIME}-{TIME}(?:,{TIME}-{TIME})*"
OFF, ALWAYS, ALL_DAY = "off", "24/7", "00:00-24:00"
PLAIN_DAYS = re.compile(f"(?:{DAYS}(?:,{DAYS})*)?")
HOLIDAYS = "PH"
BY_HOLIDAY = re.compile(f"(?:{DAYS},)*PH(?:,{DAYS})*|PH {DAYS}(?:,{DAYS})*")
ADDED, REPLACING = ", ", "; "
RULE = re.compile(rf"(?P<days>.*?)\s*(?P<times>{SPANS}|24/7)?\s*(?P<state>open|off)?")
BETWEEN = re.compile("; |, ")


@dataclass(frozen=True)
class Rule:
    """One rule: the days it holds on, its clock times, ``open``, ``off`` or nothing, and how it joins.

    ``joined`` says what it does to earlier rules on its days: ``"; "`` replaces them, ``", "`` adds to them.
    """

    days: str
    times: str
    state: str
    joined: str = REPLACING

    def __str__(self) -> str:
        """Return the rule as it is written."""
        return " ".join(filter(None, (self.days, self.times, self.state)))

    @property
    def opens(self) -> bool:
        """Whether it says when a counter is open, not when it is shut."""
        return self.state != OFF

    @property
    def by_holiday(self) -> bool:
        """Whether public holidays are among its days."""
        return HOLIDAYS in self.days

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Its clock times in minutes since midnight, the end after the start: above 1,440 on the next day."""
        if self.times in {"", ALWAYS}:
            return ((0, MINUTES_PER_DAY),)
        spans = [span.split("-") for span in self.times.split(",")]
        pairs = [(_minutes(start), _minutes(end)) for start, end in spans]
        return tuple((start, end if end > start else end + MINUTES_PER_DAY) for start, end in pairs)

    @property
    def runs_past_midnight(self) -> bool:
        """Whether it is open on the day after the one it begins on."""
        return self.opens and any(end > MINUTES_PER_DAY for _, end in self.spans)

    def all_day(self) -> Rule:
        """Return the rule for the whole of its days."""
        return replace(self, times=ALL_DAY, state="")


def rules_of(text: str) -> tuple[Rule, ...]:
    """Return the rules of a text that ``read_hours`` returned, in order.

    >>> [str(rule) for rule in rules_of("Mo-Fr 09:00-17:00, Sa 10:00-12:00; PH off")]
    ['Mo-Fr 09:00-17:00', 'Sa 10:00-12:00', 'PH off']
    """
    joins = [REPLACING, *(join[0] for join in BETWEEN.finditer(text))]
    return tuple(rule_of(part, join) for part, join in zip(BETWEEN.split(text), joins, strict=True))


def rule_of(text: str, joined: str = REPLACING) -> Rule:
    """Return one rule.

    >>> rule_of("Mo-Fr,09:00-17:00")
    Rule(days='Mo-Fr', times='09:00-17:00', state='', joined='; ')
    """
    parts = RULE.fullmatch(text)
    if parts is None:
        raise ValueError(f"'{text}' is more than one line")
    return Rule(parts["days"].rstrip(","), parts["times"] or "", parts["state"] or "", joined)


def written(rules: tuple[Rule, ...]) -> str:
    """Return rules as one text.

    >>> written(rules_of("Mo 10:00-12:00, Tu 14:00-16:00"))
    'Mo 10:00-12:00, Tu 14:00-16:00'
    """
    return "".join(f"{rule.joined if number else ''}{rule}" for number, rule in enumerate(rules)) or OFF


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * MINUTES_PER_HOUR + int(minutes)
