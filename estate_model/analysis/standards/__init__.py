"""Named checks of access against published standards: one file per way of testing, and the list of them.

What each standard says, its threshold and its source stand in ``data/parameters/standards.csv``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from estate_model.analysis.standards import all_day_counter, ward_base, within_miles, within_minutes
from estate_model.analysis.standards.base import (
    FAIL,
    NO_TARGET,
    NOT_HERE,
    PASS,
    UNTESTED,
    Case,
    Check,
    Outcome,
    cases,
)
from estate_model.nouns.standards import Standard

CHECKS: tuple[Check, ...] = (
    within_minutes.CHECK,
    within_miles.OPEN,
    within_miles.ALL_DAY,
    all_day_counter.CHECK,
    ward_base.CHECK,
)
BY_NAME = {check.name: check for check in CHECKS}

__all__ = ["CHECKS", "FAIL", "NOT_HERE", "NO_TARGET", "PASS", "UNTESTED", "Judgement", "cases", "judgements"]


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """One standard before and after; ``moment`` is empty where the answer does not depend on it."""

    standard: Standard
    moment: str
    before: Outcome
    after: Outcome


def judgements(standards: Sequence[Standard], moments: Sequence[Case]) -> Iterator[Judgement]:
    """Yield every standard judged before and after, at each moment where it depends on one.

    Raise KeyError when a standard names a check that does not exist.
    """
    for standard in standards:
        check = BY_NAME[standard.check]
        for case in moments if check.by_moment else moments[:1]:
            yield Judgement(
                standard=standard,
                moment=case.impact.moment.name if check.by_moment else "",
                before=check.judge(standard, case, "before"),
                after=check.judge(standard, case, "after"),
            )
