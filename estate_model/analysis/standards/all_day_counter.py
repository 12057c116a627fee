"""At least so many counters open all day, every day, in every borough."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from estate_model.analysis.standards.base import NOT_HERE, Case, Check, Outcome, judged
from estate_model.nouns import Site
from estate_model.nouns.standards import Standard
from estate_model.opening import hours_a_week
from estate_model.units import HOURS_IN_A_WEEK


def is_all_day(site: Site, case: Case) -> bool:
    """Whether a counter is open all 168 hours of the reference week."""
    return hours_a_week(site.hours, case.week_start, case.area.holidays) >= HOURS_IN_A_WEEK


def judge(standard: Standard, case: Case, when: str) -> Outcome:
    """Judge the share of boroughs that have at least ``threshold`` counters open all day, every day."""
    codes = [code for code in case.boroughs.codes if standard.covers(code)]
    if not codes:
        return Outcome(result=NOT_HERE)
    sites = [site for site in case.estate(when).counters if is_all_day(site, case)]
    found = Counter(case.area.borough_code_of(site) for site in sites)
    parts = pd.Series([float(found[code] >= standard.threshold) for code in codes], index=codes)
    return judged(standard, float(parts.mean()), f"share of {case.area.labels['boroughs']}", parts=parts)


CHECK = Check(name="all_day_counter", by_moment=False, judge=judge)
