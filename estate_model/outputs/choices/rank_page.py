"""``page.html`` of a ranking: what closing or reopening each counter alone does, as bars and on a map."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from estate_model.analysis.choice.ranking import Ranking
from estate_model.outputs.annex.content import Cell, Picture, Table
from estate_model.outputs.choices.pages import Told, page, pictured
from estate_model.outputs.drawing.pictures.charts import bars
from estate_model.outputs.drawing.pictures.sites_map import Marked, sites_map
from estate_model.outputs.words.figures import first_upper

SHOWN = 12
ACTIONS = {
    "close": ("Closing one counter: mean minutes added", 1),
    "reopen": ("Reopening one counter: mean minutes saved", -1),
}
KINDS = (("close", "Open in the scenario: minutes added if it closes"),
         ("reopen", "Shut in the scenario: minutes saved if it reopens"))  # fmt: skip


def rank_page(ranking: Ranking, cells: gpd.GeoDataFrame, table: pd.DataFrame, told: Told) -> bytes:
    """Return the page; ``table`` has the rows that the findings speak of."""
    sized = table.assign(
        size=[ACTIONS[action][1] for action in table["action"]] * table["mean_minutes_added"]
    )
    sized = sized.sort_values(["size", "site_id"], ascending=[False, True], kind="stable")
    borough = first_upper(ranking.case.area.labels["borough"])
    charts = [_bars(sized, action, borough) for action in ACTIONS if (sized["action"] == action).any()]
    return page(ranking.case, told, (*charts, _map(ranking, cells, sized)))


def _bars(sized: pd.DataFrame, action: str, borough: str) -> Picture:
    """Return the counters that matter most as bars."""
    rows = sized[sized["action"] == action].head(SHOWN).to_dict("records")
    drawn = bars([(str(row["name"]), max(float(row["size"]), 0.0), f"{row['size']:.2f}") for row in rows])
    title = ACTIONS[action][0]
    data = Table(
        title=title,
        columns=("Counter", "Minutes", f"{borough} most changed"),
        rows=tuple(
            (
                Cell(str(row["name"])),
                Cell.rounded(row["size"], 2),
                Cell(str(row["borough_most_changed"])),
            )
            for row in rows
        ),
        note="From rank.csv, which has every counter, moment and group.",
    )
    return pictured(title, drawn, data, kind="Bar chart")


def _map(ranking: Ranking, cells: gpd.GeoDataFrame, sized: pd.DataFrame) -> Picture:
    """Return each counter as a circle whose area goes with the minutes."""
    most = max(float(sized["size"].max()), 1e-9)
    sizes = dict(zip(sized["site_id"], sized["size"], strict=True))
    actions = dict(zip(sized["site_id"], sized["action"], strict=True))
    named = set(sized["site_id"].head(SHOWN))
    marked = [
        Marked(
            site=site, status=actions[site.site_id], named=site.site_id in named,
            size=max(float(sizes[site.site_id]), 0.0) / most,
        )
        for site in ranking.case.sites
    ]  # fmt: skip
    kinds = [kind for kind in KINDS if kind[0] in set(actions.values())]
    title = "How much each counter alone matters"
    rows = tuple(
        (
            Cell(str(row["name"])),
            Cell(str(row["action"])),
            Cell.rounded(row["size"], 2),
        )
        for row in sized.to_dict("records")
    )
    columns = ("Counter", "What is done", "Minutes added or saved")
    data = Table(title=title, columns=columns, rows=rows, note="From rank.csv.")
    return pictured(title, sites_map(cells, marked, kinds, ranking.case.area.attribution), data, kind="Map")
