"""Every candidate's closing or reopening, at each moment and over the week."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from estate_model.analysis.choice.by_timetable import moments_of
from estate_model.analysis.choice.case import ChoiceCase, when_open
from estate_model.analysis.choice.choice import estate_hours
from estate_model.nouns import CLOSED, Floats
from estate_model.nouns.times import ALWAYS, Windows, in_time
from estate_model.optimise.problem import Problem, capped_minutes
from estate_model.optimise.rank import RankClass, RankInput, effects
from estate_model.people.exposure import GROUPS

WEEK = "week"
REOPENED = " (reopened)"


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """``table`` has a row per candidate and moment (and the week); minutes are capped at the scope's cap."""

    case: ChoiceCase
    table: pd.DataFrame


def make_ranking(case: ChoiceCase) -> Ranking:
    """Return what closing each counter open in the scenario does, and what reopening each other one wins.

    A closed counter reopens with the hours that most of the scenario's counters have.
    """
    moments = [(WEEK, case)] if not case.scope.when else []
    for name in moments_of(case.scenario, case.scope, case.times):
        moments += [(name, replace(case, scope=replace(case.scope, when=((name, 1.0),))))]
    if case.scope.when:
        moments.append(("mix", case))
    baseline = _baseline(case)
    frames = [_rows(baseline, at_moment).assign(moment=name) for name, at_moment in moments]
    return Ranking(case=case, table=pd.concat(frames, ignore_index=True))


def _baseline(case: ChoiceCase) -> RankInput:
    people = case.people(case.profile_id)
    return RankInput(
        minutes=np.asfortranarray(capped_minutes(case.problem)),
        people=people.people,
        place_borough=case.problem.place_borough,
        boroughs=len(case.problem.boroughs),
        headline=GROUPS.index(case.scope.group),
        cap_minutes=case.problem.cap_minutes,
        limit_minutes=case.problem.limit_minutes,
    )


def _rows(baseline: RankInput, case: ChoiceCase) -> pd.DataFrame:
    headline = baseline.headline
    now = estate_hours(case, case.after)
    added = effects(baseline, _week(case, now))
    total = baseline.people[:, headline].sum()
    closing = np.array([now[key] != CLOSED for key in case.problem.site_ids])
    sign = np.where(closing, 1.0, -1.0)
    worst = (added.borough_minutes * sign[:, None]).argmax(axis=1)
    every = np.arange(len(sign))
    table = pd.DataFrame(
        {
            "site_id": case.problem.site_ids,
            "name": [site.name for site in case.sites],
            "borough_name": [case.problem.boroughs[n] for n in case.problem.site_borough],
            "action": np.where(closing, "close", "reopen"),
            "mean_minutes_added": added.person_minutes[:, headline] / total,
        }
    )
    over = f"people_over_{case.scenario.headline_minutes}_minutes_added"
    for number, group in enumerate(GROUPS):
        table[f"person_minutes_added_{group}"] = added.person_minutes[:, number]
        table[f"{over}_{group}"] = added.people_over[:, number]
    table["borough_most_changed"] = [case.problem.boroughs[n] for n in worst]
    table["borough_most_changed_minutes_added"] = added.borough_minutes[every, worst]
    return table


def _week(case: ChoiceCase, now: dict[str, str]) -> list[RankClass]:
    """Return the week cut where anything now open, or that would be reopened, opens or shuts."""
    texts = [text for text in now.values() if text != CLOSED]
    commonest = max(sorted(set(texts)), key=texts.count) if texts else case.problem.patterns[-1].hours
    hours = {
        (key if text != CLOSED else key + REOPENED): (text if text != CLOSED else commonest)
        for key, text in now.items()
    }
    week = []
    for weight, counters in when_open(case, hours):
        windows = dict(counters.windows)
        now_open = np.array([key in windows for key in case.problem.site_ids])
        would = np.array([key + REOPENED in windows for key in case.problem.site_ids])
        own = [windows.get(key, windows.get(key + REOPENED, ALWAYS)) for key in case.problem.site_ids]
        minutes = _minutes_in(case.problem, own) if any(some != ALWAYS for some in own) else None
        week.append(RankClass(weight=weight, open_now=now_open, would_open=would, minutes=minutes))
    return week


def _minutes_in(problem: Problem, windows: list[Windows]) -> Floats:
    """Return capped minutes to each candidate, the cap where it is shut on arrival."""
    seconds = [in_time(problem.seconds[:, number], some) for number, some in enumerate(windows)]
    return np.asfortranarray(capped_minutes(replace(problem, seconds=np.stack(seconds, axis=1))))
