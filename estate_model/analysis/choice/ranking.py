"""Every candidate's closing or reopening, at each moment and over the week."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from estate_model.analysis.choice.case import Case, when_open
from estate_model.analysis.choice.choice import estate_hours
from estate_model.nouns import CLOSED
from estate_model.optimise.problem import costs_of
from estate_model.optimise.rank import Ground, Opening, effects

WEEK = "week"
REOPENED = " (reopened)"


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """``table`` has a row per candidate and moment (and the week); minutes are capped at the wish's cap."""

    case: Case
    table: pd.DataFrame


def make_ranking(case: Case) -> Ranking:
    """Return what closing each counter open in the scenario does, and what reopening each other one wins.

    A closed counter reopens with the hours that most of the scenario's counters have.
    """
    moments = [(WEEK, case)] if not case.wish.when else []
    for name in case.scenario.moments:
        moments += [(name, replace(case, wish=replace(case.wish, when=((name, 1.0),))))]
    if case.wish.when:
        moments.append(("mix", case))
    frames = [_rows(one).assign(moment=name) for name, one in moments]
    return Ranking(case=case, table=pd.concat(frames, ignore_index=True))


def _rows(case: Case) -> pd.DataFrame:
    people = case.people(case.profile_id)
    minutes, cap = costs_of(case.problem, covering=False)
    headline = people.groups.index(case.wish.group)
    ground = Ground(
        minutes=minutes,
        people=people.people,
        place_borough=case.problem.place_borough,
        boroughs=len(case.problem.boroughs),
        headline=headline,
        cap_minutes=cap,
        limit_minutes=case.problem.limit_minutes,
    )
    now = estate_hours(case, case.after)
    found = effects(ground, _week(case, now))
    total = people.people[:, headline].sum()
    closing = np.array([now[key] != CLOSED for key in case.problem.site_ids])
    sign = np.where(closing, 1.0, -1.0)
    worst = (found.borough_minutes * sign[:, None]).argmax(axis=1)
    every = np.arange(len(sign))
    table = pd.DataFrame(
        {
            "site_id": case.problem.site_ids,
            "name": [site.name for site in case.sites],
            "borough_name": [case.problem.boroughs[n] for n in case.problem.site_borough],
            "action": np.where(closing, "close", "reopen"),
            "mean_minutes_added": found.person_minutes[:, headline] / total,
        }
    )
    over = f"people_over_{case.scenario.headline_minutes}_minutes_added"
    for number, group in enumerate(people.groups):
        table[f"person_minutes_added_{group}"] = found.person_minutes[:, number]
        table[f"{over}_{group}"] = found.people_over[:, number]
    table["borough_most_changed"] = [case.problem.boroughs[n] for n in worst]
    table["borough_most_changed_minutes_added"] = found.borough_minutes[every, worst]
    return table


def _week(case: Case, now: dict[str, str]) -> list[Opening]:
    """Return the week cut where anything now open, or that would be reopened, opens or shuts."""
    texts = [text for text in now.values() if text != CLOSED]
    commonest = max(sorted(set(texts)), key=texts.count) if texts else case.problem.patterns[-1].hours
    hours = {
        (key if text != CLOSED else key + REOPENED): (text if text != CLOSED else commonest)
        for key, text in now.items()
    }
    week = []
    for weight, ids in when_open(case, hours):
        now_open = np.array([key in ids for key in case.problem.site_ids])
        would = np.array([key + REOPENED in ids for key in case.problem.site_ids])
        week.append(Opening(weight=weight, open_now=now_open, would_open=would))
    return week
