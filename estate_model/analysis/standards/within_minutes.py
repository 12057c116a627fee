"""A share of residents with an open counter within so many minutes."""

from __future__ import annotations

from estate_model.access.within import within
from estate_model.analysis.standards.base import Case, Check, Outcome, judge_share
from estate_model.nouns.standards import Standard


def judge(standard: Standard, case: Case, when: str) -> Outcome:
    """Judge the share of residents whose nearest open counter is at most ``threshold`` minutes away."""
    return judge_share(standard, case, within(case.access(when), standard.threshold))


CHECK = Check(name="within_minutes", by_moment=True, judge=judge)
