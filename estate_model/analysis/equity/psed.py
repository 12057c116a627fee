"""What a Public Sector Equality Duty analysis asks: each characteristic, tested or not, worse or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from estate_model.nouns.standards import Characteristic, Yardsticks
from estate_model.people.exposure import EVERYONE

WORSE, BETTER, ALIKE = "fares worse", "fares better", "about the same"
TOO_FEW, ALL_IN_IT, UNTESTED = "too few lose to say", "nobody to compare with", "cannot be tested"
OTHER = "other groups of this area"
ALL_AGES_ONLY = (
    "Counts by zone are of residents of all ages; the scenario's first profile stands for some ages."
)
COPIED = (
    "label", "people", "mean_minutes_longer", "mean_minutes_longer_others", "share_losing",
    "share_losing_others", "difference_share_losing", "relative_risk",
)  # fmt: skip


def psed(compared: pd.DataFrame, yardsticks: Yardsticks, held: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Return a row per characteristic and group that tests it, or one that says why none can.

    Parameters
    ----------
    compared
        The rows of ``compare`` for one moment, by group, without finer classes of others.
    yardsticks
        The characteristics, and the figures by which a difference counts.
    held
        Ids of groups the area has, of which this profile may leave some out.

    """
    average = float(compared.loc[EVERYONE, "share_losing"])
    rows, seen = [], {EVERYONE}
    for one in yardsticks.characteristics:
        groups = [group for group in compared.index if group != EVERYONE and one.tests(group)]
        seen.update(groups)
        rows += [_tested(one, group, compared.loc[group], average, yardsticks) for group in groups]
        if not groups:
            left_out = any(one.tests(group) for group in held)
            rows.append(_untested(one, ALL_AGES_ONLY if left_out else one.cannot_test))
    other = Characteristic(
        characteristic=OTHER, protected="no", patterns=("*",), cannot_test="", source="the area's own recipe",
        date="", url="", confidence="",
    )  # fmt: skip
    rest = [group for group in compared.index if group not in seen]
    return rows + [_tested(other, group, compared.loc[group], average, yardsticks) for group in rest]


def _tested(
    one: Characteristic, group: str, row: pd.Series, average: float, yardsticks: Yardsticks
) -> dict[str, Any]:
    return {
        "characteristic": one.characteristic,
        "protected": one.protected,
        "tested": "yes",
        "group": group,
        **{name: row[name] for name in COPIED},
        "share_losing_everyone": average,
        "verdict": verdict(row, yardsticks),
        "why_not": "",
        "source": one.source,
    }


def _untested(one: Characteristic, why: str) -> dict[str, Any]:
    return {
        "characteristic": one.characteristic,
        "protected": one.protected,
        "tested": "no",
        "group": "",
        "verdict": UNTESTED,
        "why_not": why,
        "source": one.source,
    }


def verdict(row: pd.Series, yardsticks: Yardsticks) -> str:
    """Return whether a group fares worse than everyone else, better, or about the same.

    It fares worse when the share that loses is larger by at least ``material_difference``, or the risk by
    ``material_relative_risk``; better, the other way round. Where fewer than ``fewest_people_losing`` people
    lose, in the group and outside it, nothing is said.
    """
    number, share, others = row["people"], row["share_losing"], row["share_losing_others"]
    if pd.isna(share) or pd.isna(others):
        return ALL_IN_IT
    in_all = number / row["share_of_residents"] if row["share_of_residents"] else 0.0
    losing = row["people_losing"] + others * max(in_all - number, 0.0)
    if losing < yardsticks.value("fewest_people_losing"):
        return TOO_FEW
    material, ratio = yardsticks.value("material_difference"), yardsticks.value("material_relative_risk")
    if share > others and (share - others >= material or share >= ratio * others):
        return WORSE
    if share < others and (others - share >= material or others >= ratio * share):
        return BETTER
    return ALIKE
