"""Ward officers based within so many minutes' walk of the ward: no area says yet where they are based."""

from __future__ import annotations

from estate_model.analysis.standards.base import NOT_HERE, UNTESTED, Case, Check, Outcome
from estate_model.nouns.standards import Standard


def judge(standard: Standard, case: Case, when: str) -> Outcome:  # noqa: ARG001 - the same for every estate
    """Say that it cannot be tested: where ward officers are based is not published."""
    covered = any(standard.covers(code) for code in case.boroughs.codes)
    return Outcome(result=UNTESTED if covered else NOT_HERE)


CHECK = Check(name="ward_base", by_moment=False, judge=judge)
