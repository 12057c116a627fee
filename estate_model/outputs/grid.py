"""Scenarios side by side: a small map of each at each moment, and one table. One file, no script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from string import Template

import geopandas as gpd
import numpy as np

from estate_model.nouns import WHEN
from estate_model.nouns.finished import FinishedRun
from estate_model.outputs.drawing.pen import Pen
from estate_model.outputs.page.classes import CHANGE_CLASSES, Classes, change_classes
from estate_model.outputs.page.geometry import Grid
from estate_model.outputs.page.marks import MARKS
from estate_model.outputs.page.markup import body_rows, head_cells, items, swatch, text
from estate_model.outputs.page.packing import tenths

OURS = "<!-- estate-model: scenarios side by side -->"
STEPS, SIGN = 420, 16
OF_WEEK = ("week_before", "week_after")
OF_MOMENT = ("losing", "losing_share", "offline", "minutes_before", "minutes_after")
"""The figures of a run's summary that the table has, by name."""
COUNTED = (OF_WEEK[0], OF_MOMENT[0])
"""Those whose label says the limit in minutes."""


def differences(shown: Sequence[FinishedRun]) -> list[str]:
    """Return in what the scenarios differ beside the changes, so that figures are not alike."""
    first = _settings(shown[0])
    return [name for name, value in first.items() if any(_settings(one)[name] != value for one in shown)]


def _settings(one: FinishedRun) -> dict[str, object]:
    """Return what figures hang on, beside the changes, by what it is called."""
    summary = one.summary
    return {
        "network": summary["network"]["label"],
        "way of travel": next(iter(summary["profiles"])),
        "estate before (day)": summary["baseline"],
        "offline shares": [each["set"] for each in summary["offline_sets"].values()],
        "when a counter counts": summary["definitions"][0],
        "what is counted": {one["label"] for one in summary["headlines"] if one["name"] in COUNTED},
        "what they are compared with": summary["compared_with"],
    }


def grid_page(shown: Sequence[FinishedRun]) -> bytes:
    """Return the page as UTF-8 HTML; every text is escaped. The moments are those that all have."""
    moments = [one for one in shown[0].moments if all(one in other.moments for other in shown)]
    drawn = {moment: [_classes(one, moment) for one in shown] for moment in moments}
    numeric = (False, False, *[True] * len(shown))
    unlike = differences(shown)
    errors = dict.fromkeys(
        f"{one.summary['network']['label']}: {one.summary['network']['error']}" for one in shown
    )
    credited = dict.fromkeys(line for one in shown for line in one.summary["attribution"])
    page = Template(files(__package__).joinpath("grid.html").read_text("utf-8"))
    return page.substitute(
        ours=OURS,
        titles="".join(f"<li><b>{text(one.name)}</b>: {text(one.summary['title'])}</li>" for one in shown),
        unlike=f'<p class="unlike">They differ in {text(", ".join(unlike))} too.</p>' if unlike else "",
        maps="".join(_maps(shown, moment, classes) for moment, classes in drawn.items()),
        key=_key(shown, [one for some in drawn.values() for one in some]),
        head=head_cells(("Moment", "Figure", *(one.name for one in shown)), numeric),
        rows=body_rows(_rows(shown, moments), numeric),
        errors=items(errors),
        credits=items(credited),
    ).encode()


def _key(shown: Sequence[FinishedRun], drawn: Sequence[Classes]) -> str:
    """Return the classes and the signs that any map shows."""
    used = sorted({int(place) for one in drawn for place in np.unique(one)})
    said = [f"<li>{swatch(CHANGE_CLASSES[place])} {text(CHANGE_CLASSES[place].label)}</li>" for place in used]
    statuses = {status for one in shown for status in one.counters["status"]}
    signs = [
        f'<li><svg width="20" height="20" viewBox="0 0 24 24" aria-hidden="true">{mark.svg}</svg> '
        f"{text(mark.words)}</li>"
        for status, mark in MARKS.items()
        if status in statuses
    ]
    return "".join([*said, *signs])


def _classes(one: FinishedRun, moment: str) -> Classes:
    """Return each small area's class of change at a moment."""
    ending = one.moments[moment]["ending"]
    lived_in = one.cells["people"].to_numpy(dtype=np.float64) > 0
    before, after = (one.cells[f"min_{when}_{ending}"].to_numpy(dtype=np.float64) for when in WHEN)
    minutes = (np.where(lived_in & np.isnan(each), np.inf, each) for each in (before, after))
    return change_classes(*(tenths(np.where(lived_in, each, np.nan)) for each in minutes))


def _rows(shown: Sequence[FinishedRun], moments: Sequence[str]) -> list[tuple[str, ...]]:
    """Return rows of figures as the runs printed them: counters, the week, then each moment's."""
    counters = [one.summary["counters"] for one in shown]
    rows = [
        ("Counters and week", "counters before", *(str(one["before"]) for one in counters)),
        ("", "counters after", *(str(one["after"]) for one in counters)),
        *(("", *row) for name in OF_WEEK for row in _figures(shown, moments[0], name)),
    ]
    for moment in moments:
        figures = [row for name in OF_MOMENT for row in _figures(shown, moment, name)]
        rows += [("" if number else moment, *row) for number, row in enumerate(figures)]
    return rows


def _figures(shown: Sequence[FinishedRun], moment: str, name: str) -> list[list[str]]:
    """Return what a figure is called and how each run printed it; a row for each limit that a run has."""
    found = [_headline(one, one.moments[moment]["name"], name) for one in shown]
    labels = dict.fromkeys(one["label"] for one in found if one) or {name: None}
    return [
        [label, *(one.get("text", "") if one.get("label") == label else "" for one in found)]
        for label in labels
    ]


def _headline(shown: FinishedRun, moment: str, name: str) -> Mapping[str, str]:
    records = shown.summary["headlines"]
    return next((one for one in records if (one["moment"], one["name"]) == (moment, name)), {})


def _pen(cells: gpd.GeoDataFrame) -> Pen:
    """Return a pen that draws an area in so many steps."""
    west, south, east, north = cells.total_bounds
    grid = Grid(x=west, y=south, step=max(east - west, north - south) / STEPS)
    return Pen(name="grid", grid=grid, fine=1, stroke=".5", tile=12, tile_stroke="2")


def _maps(shown: Sequence[FinishedRun], moment: str, drawn: Sequence[Classes]) -> str:
    """Return the small maps of a moment."""
    made = "".join(_map(one, classes) for one, classes in zip(shown, drawn, strict=True))
    return f'<section><h2>{text(moment)}</h2><div class="grid">{made}</div></section>'


def _map(one: FinishedRun, drawn: Classes) -> str:
    """Return a small map of the change with its counters, under its name."""
    pen = _pen(one.cells)
    width, height = pen.grid.steps(one.cells.total_bounds[None, 2:])[0]
    cells = pen.cells(one.cells.geometry.to_numpy(), drawn, CHANGE_CLASSES)
    spots = pen.grid.steps(one.counters.get_coordinates().to_numpy())
    signs = "".join(
        f'<svg x="{x - SIGN // 2}" y="{height - y - SIGN // 2}" width="{SIGN}" height="{SIGN}" '
        f'viewBox="0 0 24 24">{MARKS[status].svg}</svg>'
        for (x, y), status in zip(spots, one.counters["status"], strict=True)
    )
    spoken = f"Minutes longer: {text(one.summary['title'])}"
    return (
        f"<figure><figcaption>{text(one.name)}</figcaption>"
        f'<svg viewBox="-8 -8 {width + SIGN} {height + SIGN}" role="img" aria-label="{spoken}">'
        f"<defs>{pen.patterns(CHANGE_CLASSES)}</defs>"
        f'<g transform="translate(0 {height}) scale(1 -1)">{cells}</g>{signs}</svg></figure>'
    )
