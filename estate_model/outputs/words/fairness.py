"""Sentences on who bears it and on standards; every figure is rounded to what the data bear."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from estate_model.analysis.equity.psed import ALL_IN_IT, BETTER, TOO_FEW, UNTESTED, WORSE
from estate_model.analysis.standards import FAIL, PASS, Judgement
from estate_model.nouns.figure import SHARE, Figure
from estate_model.nouns.standards import PLEDGE
from estate_model.outputs.report import Report
from estate_model.outputs.words.figures import counted, first_upper, listed, percent

WORST_NAMED = 3
GROUPS_NAMED = 3
YES = "yes"
LABELS_OF_ALL = ("Residents ", "Households ", "Women ")
NOT_VICTIMS = "This is where offences are recorded, not where victims live, nor who would use a counter."


def in_words(row: Mapping[str, Any], losing_minutes: int) -> str:
    """Return one row of the equality duty's table as a sentence."""
    verdict = row["verdict"]
    if verdict == UNTESTED:
        return f"Cannot be tested. {row['why_not']}"
    if verdict == ALL_IN_IT:
        return "Everyone here is in this group, or nobody is: there is nobody to compare with."
    more = f"a journey over {losing_minutes} minutes longer"
    if verdict == TOO_FEW:
        return f"Too few residents have {more} to say."
    shares = (
        f"{_share(row['share_losing'])} have {more}, {_share(row['share_losing_others'])} of everyone else"
    )
    risk = row["relative_risk"]
    times = f" ({risk:.2f} times the risk)" if np.isfinite(risk) else ""
    return f"{first_upper(verdict)}: {shares}{times}."


def _share(share: float) -> str:
    """Return a share that is held against another: as a percentage with one decimal."""
    return Figure(value=share, unit=SHARE, rounding="tenth").central


def equality_sentences(report: Report) -> tuple[str, ...]:
    """Say which groups fare worse and better than everyone else at the first moment, and what is untested."""
    moment = report.headline_impacts[0].moment.name
    rows = report.fairness.psed[report.fairness.psed["moment"] == moment]
    tested = rows[rows["tested"] == YES]
    said = [text for verdict in (WORSE, BETTER) if (text := _who(tested, verdict))]
    if not said and tested["verdict"].isin([TOO_FEW, ALL_IN_IT]).all():
        said = ["too few residents lose to compare groups"]
    absent = rows[(rows["verdict"] == UNTESTED) & (rows["protected"] == YES)]
    missing = [str(name) for name in absent["characteristic"]]
    untested = [f"Not tested for want of data: {listed(missing)}."] if missing else []
    measure = f"Equality, by the share with a journey over {report.losing_minutes} minutes longer at {moment}"
    found = "; ".join(said) or "no group that can be tested fares worse or better than everyone else"
    area = report.results.area
    alike = [f"Shares inside a {area.labels['zone']} are taken alike."] if area.groups.groups else []
    return (" ".join([f"{measure}: {found} (psed.csv has every group and moment).", *alike, *untested]),)


def demand_sentences(report: Report) -> tuple[str, ...]:
    """Say between which kinds of recorded crime the share that loses lies, and that of residents."""
    demand, impact = report.fairness.demand, report.headline_impacts[0]
    if demand.empty:
        return ()
    rows = demand[demand["moment"] == impact.moment.name].sort_values("share_losing", kind="stable")
    rows = rows[rows["share_losing"] > 0]
    if rows.empty:
        return ()
    least, most = (
        f"{_share(row['share_losing'])} ({row['label'].lower()})" for _, row in rows.iloc[[0, -1]].iterrows()
    )
    kinds = f"is {most}" if len(rows) == 1 else f"runs from {least} to {most}"
    residents = _share(rows["share_losing_residents"].iloc[0])
    more = f"the share with a journey over {report.losing_minutes} minutes longer at {impact.moment.name}"
    sentence = f"Recorded crime: {more} {kinds}; of residents it is {residents} (demand.csv has every kind)."
    return (f"{sentence} {NOT_VICTIMS}",)


def _who(rows: pd.DataFrame, verdict: str) -> str:
    """Name the group of each characteristic that differs most, protected ones first, and count the others."""
    first = _furthest(rows, verdict)[:GROUPS_NAMED]
    if first.empty:
        return ""
    named = [
        f"{_label(row['label'])} ({_share(row['share_losing'])}; "
        f"everyone else {_share(row['share_losing_others'])})"
        for row in first.to_dict("records")
    ]
    if more := int((rows["verdict"] == verdict).sum()) - len(named):
        named.append(counted(more, "other group"))
    return f"{listed(named)} {verdict.replace('fares', 'fare')}"


def _furthest(rows: pd.DataFrame, verdict: str) -> pd.DataFrame:
    """Return the group of each characteristic that differs most, protected ones first."""
    some = rows[rows["verdict"] == verdict]
    size = some["difference_share_losing"].abs()
    keys = pd.DataFrame({"not_protected": some["protected"] != YES, "size": size})
    order = keys.sort_values(["not_protected", "size"], ascending=[True, False], kind="stable").index
    return some.loc[order].drop_duplicates("characteristic")


def most_different(report: Report, verdict: str) -> str:
    """Return the label of the group that fares worst or best at the first moment; empty where none does."""
    moment = report.headline_impacts[0].moment.name
    rows = report.fairness.psed
    found = _furthest(rows[(rows["moment"] == moment) & (rows["tested"] == YES)], verdict)
    if found.empty:
        return ""
    label = str(found["label"].iloc[0])
    return _label(label) if label.startswith(LABELS_OF_ALL) else f"residents counted as {_label(label)}"


def _label(label: str) -> str:
    """Return a group's label inside a sentence: in quotes unless it begins with the word Residents."""
    return label[:1].lower() + label[1:] if label.startswith(LABELS_OF_ALL) else f"“{label}”"


def standards_sentences(report: Report) -> tuple[str, ...]:
    """Say of every pledge that is not kept after the changes how far it is missed, or that it is untested."""
    untested: dict[str, list[str]] = {}
    for one in _pledges(report, UNTESTED):
        untested.setdefault(one.after.value_is, []).append(f"“{one.standard.title}”")
    broken = [_broken(one, report) for one in _pledges(report, FAIL)]
    return (*broken, *(_untested(titles, needed) for needed, titles in untested.items()))


def broken_pledges(report: Report) -> list[str]:
    """Say in short in how many boroughs each pledge is not kept after the changes."""
    first: dict[str, Judgement] = {}
    for one in _pledges(report, FAIL):
        first.setdefault(one.standard.standard_id, one)
    one_name, names = (report.results.area.labels[key] for key in ("borough", "boroughs"))
    return [
        f"The pledge “{one.standard.title}” is not kept in {one.after.parts_below} "
        f"{one_name if one.after.parts_below == 1 else names}."
        for one in first.values()
    ]


def _pledges(report: Report, result: str) -> list[Judgement]:
    """Return the pledges with a result after the changes."""
    some = report.fairness.judgements
    return [one for one in some if one.standard.status == PLEDGE and one.after.result == result]


def _untested(titles: list[str], needed: str) -> str:
    """Say which pledges cannot be tested, and of how much they would be a share."""
    pledges = "pledge" if len(titles) == 1 else "pledges"
    return f"The {pledges} {listed(titles)} {UNTESTED} (a {needed})."


def _broken(one: Judgement, report: Report) -> str:
    before, after = one.before, one.after
    number = len(after.parts)
    failing = f"not kept in {after.parts_below} of {number} {report.results.area.labels['boroughs']}"
    was = "it was kept before" if before.result == PASS else f"before in {before.parts_below}"
    moment = f" at {one.moment}" if one.moment else ""
    needed = one.standard.share_needed or 0.0
    kept = sorted(report.borough_names[code] for code, share in after.parts.items() if share >= needed)
    where = f" Kept in {listed(kept)} only." if 0 < len(kept) <= WORST_NAMED else ""
    return f"The pledge “{one.standard.title}”{moment} is {failing} ({was}).{where}"


def worst_places(parts: pd.Series, names: Mapping[str, str] | pd.Series) -> str:
    """Return the three places with the lowest share, and how many others have none at all.

    >>> worst_places(pd.Series({"a": 0.5, "b": 0.0, "c": 0.25}), {"a": "Ash", "b": "Bow", "c": "Cam"})
    'Bow 0%; Cam 25%; Ash 50%'
    """
    shares, codes = parts.to_numpy(dtype=float), parts.index.to_numpy()
    last = np.sort(shares)[:WORST_NAMED][-1:]
    among = np.flatnonzero(shares <= last) if len(last) else last
    named = sorted((float(shares[row]), str(names[codes[row]])) for row in among)[:WORST_NAMED]
    shown = [f"{name} {percent(share)}" for share, name in named]
    as_low = int((shares == 0).sum()) - sum(share == 0 for share, _ in named)
    return "; ".join([*shown, *([f"and {as_low} more at 0%"] if as_low else [])])
