"""``page.html`` of a choice: the plan beside the scenario, on a map and as a dot plot."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd

from estate_model.analysis.choice.choice import Choice, estate_hours
from estate_model.nouns import CLOSED
from estate_model.outputs.annex.content import Cell, Picture, Table
from estate_model.outputs.choices.pages import Told, page, pictured
from estate_model.outputs.drawing.pictures.charts import dots
from estate_model.outputs.drawing.pictures.sites_map import Marked, sites_map
from estate_model.outputs.words.figures import first_upper

PLANS = ("Before", "The scenario", "The plan")
KINDS = {
    (True, True): ("open", "Open in the scenario and in the plan"),
    (True, False): ("closed", "Open in the scenario, shut in the plan"),
    (False, True): ("opened", "Shut in the scenario, open in the plan"),
    (False, False): ("shut", "Shut in both"),
}


def choice_page(choice: Choice, cells: gpd.GeoDataFrame, told: Told) -> bytes:
    """Return the page."""
    return page(choice.case, told, (_map(choice, cells), _dots(choice)))


def _map(choice: Choice, cells: gpd.GeoDataFrame) -> Picture:
    """Return where counters are open in the scenario, in the plan, in both or in neither."""
    case = choice.case
    then = estate_hours(case, case.after)
    both = {
        site.site_id: (then[site.site_id] != CLOSED, choice.hours[site.site_id] != CLOSED)
        for site in case.sites
    }
    marked = [
        Marked(site=site, status=KINDS[both[site.site_id]][0], named=len(set(both[site.site_id])) > 1)
        for site in case.sites
    ]
    used = [kind for key, kind in KINDS.items() if key in both.values()]
    rows = tuple(
        (Cell(site.name), Cell(KINDS[both[site.site_id]][1]))
        for site in sorted(case.sites, key=lambda one: one.name)
    )
    title = "Counters in the scenario and in the plan"
    data = Table(title=title, columns=("Counter", "What of it"), rows=rows, note="From counters.csv.")
    return pictured(title, sites_map(cells, marked, used, case.area.attribution), data, kind="Map")


def _dots(choice: Choice) -> Picture:
    """Return minutes before, in the scenario and in the plan: the mean, the worst-off, the worst borough."""
    scores = [choice.scores[name] for name in ("before", "after", "chosen")]
    borough = choice.case.area.labels["borough"]
    values: dict[str, Sequence[float]] = {
        "Mean minutes": [one.mean_minutes for one in scores],
        "Mean of the tenth with the longest journeys": [one.worst_decile_minutes for one in scores],
        f"Mean of the worst {borough}": [one.worst_borough_minutes for one in scores],
    }
    rows = tuple((Cell(label), *(Cell.rounded(one, 1) for one in three)) for label, three in values.items())
    drawn = dots([(label, [(one, f"{one:.1f}") for one in three]) for label, three in values.items()], PLANS)
    title = "Minutes to the nearest open counter before, in the scenario and in the plan"
    data = Table(
        title=title, columns=("Measure", *PLANS), rows=rows,
        note=f"Worst {borough}: {', '.join(one.worst_borough for one in scores)}. From choice.json.",
    )  # fmt: skip
    return pictured(first_upper(title), drawn, data, kind="Dot plot")
