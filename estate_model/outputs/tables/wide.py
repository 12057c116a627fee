"""Small areas, a row each: every measure of everyone at every moment is a column, for one-to-one joins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from estate_model.nouns.plain_name import plain
from estate_model.outputs.report import Report
from estate_model.people.exposure import EVERYONE, OFFLINE


def moment_words(report: Report) -> Mapping[str, str]:
    """Return what each moment of a run is called at the end of a column."""
    return told_apart(impact.moment.name for impact in report.headline_impacts)


def told_apart(moments: Iterable[str]) -> Mapping[str, str]:
    """Return what moments are called at the end of a column: their names in plain letters, told apart.

    >>> told_apart(["Sunday evening", "Noon", "noon", "noon", "24"])
    {'Sunday evening': 'sunday_evening', 'Noon': 'noon', 'noon': 'noon_3', '24': '24'}
    """
    words: dict[str, str] = {}
    for number, moment in enumerate(dict.fromkeys(moments), 1):
        name = plain(moment) or f"moment_{number}"
        while name in words.values():
            name = f"{name}_{number}"
        words[moment] = name
    return words


def cells_wide(report: Report) -> pd.DataFrame:
    """Return a row per cell with its code, names and people, then everyone's measures at each moment.

    Of those likely offline (the low, the central and the high set) people and those who lose are given.
    """
    table = report.cell_results
    everyone, *offline = (table.xs(group, level="group") for group in (EVERYONE, *OFFLINE))
    codes = everyone.index.unique("zone_code").sort_values()
    names = report.cells[["cell_name", "borough_name"]].reindex(codes)
    first = report.headline_impacts[0]
    columns = {"cell_code": codes.to_numpy()}
    columns |= {name: names[name].to_numpy() for name in names}
    for group, rows in zip((EVERYONE, *OFFLINE), (everyone, *offline), strict=True):
        label = "people" if group == EVERYONE else f"people_{group}"
        columns[label] = _at(rows, first.profile.profile_id, first.moment.name, codes)["people"].to_numpy()
    for moment, word in moment_words(report).items():
        found = _at(everyone, first.profile.profile_id, moment, codes).drop(columns="people")
        columns |= {f"{name}_{word}": found[name].to_numpy() for name in found}
        for group, rows in zip(OFFLINE, offline, strict=True):
            losing = _at(rows, first.profile.profile_id, moment, codes)[report.losing_column]
            columns[f"{report.losing_column}_{group}_{word}"] = losing.to_numpy()
    return pd.DataFrame(columns)


def _at(table: pd.DataFrame, profile: str, moment: str, codes: pd.Index) -> pd.DataFrame:
    return table.xs((profile, moment), level=("profile", "moment")).reindex(codes)
