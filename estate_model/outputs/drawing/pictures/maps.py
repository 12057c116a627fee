"""Static maps: before and after side by side, and the change, with scale, north, legend and attribution."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from estate_model.nouns import WHEN, Estate, Floats, Impact
from estate_model.nouns.figure import PEOPLE, Figure
from estate_model.opening import is_open
from estate_model.outputs.annex.content import Cell, Picture, Table
from estate_model.outputs.drawing.pictures.canvas import Canvas, coloured, names, pen_of
from estate_model.outputs.drawing.pictures.furniture import attributed, legend, scale_and_north, signs
from estate_model.outputs.drawing.svg import WIDTH, picture, words
from estate_model.outputs.page import classes
from estate_model.outputs.page.classes import Classes, MapClass
from estate_model.outputs.page.marks import MARKS
from estate_model.outputs.page.packing import tenths
from estate_model.outputs.report import Report
from estate_model.outputs.words.sentences import moment_words
from estate_model.outputs.words.sources import attribution
from estate_model.people.exposure import EVERYONE

HALF = (WIDTH - 20) / 2 / WIDTH
TOP, FEW = 34, 10
Mark = tuple[str, float, float]
OPEN_OR_SHUT = {"open": "Counter open at this time", "shut": "Counter shut at this time"}
MAP_NOTE = "Residents of small areas by the area's mean; made from cells.csv."


def cell_minutes(report: Report, canvas: Canvas, impact: Impact, when: str) -> Floats:
    """Return mean minutes per cell drawn: ``inf`` = nobody there can reach a counter, ``nan`` = empty."""
    rows = _cells(report, impact).reindex(list(canvas.codes))
    minutes = rows[f"mean_minutes_{when}"].to_numpy(dtype=np.float64)
    lived_in = rows["people"].to_numpy(dtype=np.float64) > 0
    return np.where(lived_in & np.isnan(minutes), np.inf, np.where(lived_in, minutes, np.nan))


def _cells(report: Report, impact: Impact) -> pd.DataFrame:
    keys = (impact.profile.profile_id, impact.moment.name, EVERYONE)
    return report.cell_results.xs(keys, level=("profile", "moment", "group"))


def minutes_maps(report: Report, canvas: Canvas, impact: Impact) -> Picture:
    """Return minutes to the nearest open counter before and after, side by side."""
    pair = [classes.minutes_classes(tenths(cell_minutes(report, canvas, impact, when))) for when in WHEN]
    name, palette = f"minutes-{_slug(impact)}", classes.MINUTES_CLASSES
    pen = pen_of(canvas, name)
    parts = [f"<defs>{pen.patterns(palette)}</defs>"]
    estates = (report.results.before, report.results.after)
    for place, (drawn, estate) in enumerate(zip(pair, estates, strict=True)):
        left = place * (WIDTH - WIDTH * HALF)
        parts.append(words(left, 22, ("Before", "After")[place], weight=600))
        marks = signs(canvas, _open_marks(report, canvas, estate, impact), size=30)
        inner = coloured(canvas, drawn, palette, pen) + marks
        parts.append(f'<g transform="translate({left:.1f} {TOP}) scale({HALF:.3f})">{inner}</g>')
    foot = TOP + canvas.height * HALF + 8
    parts.append(scale_and_north(canvas, foot, HALF))
    used = [one for one in range(len(palette)) if any((drawn == one).any() for drawn in pair)]
    seen = {mark[0] for estate in estates for mark in _open_marks(report, canvas, estate, impact)}
    kinds = [(status, said) for status, said in OPEN_OR_SHUT.items() if status in seen]
    foot, key = legend([palette[one] for one in used], kinds, foot + 52, f"{name}-")
    data = by_class(report, canvas, impact, pair, palette)
    title = f"Minutes to the nearest open counter before and after, at {moment_words(impact)}"
    return map_picture(report, [*parts, key], foot, title=title, alt=_minutes_alt(title, data), data=data)


def change_map(report: Report, canvas: Canvas, impact: Impact) -> Picture:
    """Return how much longer the journey gets."""
    before, after = (tenths(cell_minutes(report, canvas, impact, when)) for when in WHEN)
    drawn, palette = classes.change_classes(before, after), classes.CHANGE_CLASSES
    name = f"change-{_slug(impact)}"
    pen = pen_of(canvas, name)
    changes = changes_marks(report, canvas)
    left, points = (WIDTH - canvas.width) / 2, [canvas.point(*mark[1:]) for mark in changes]
    inner = (
        coloured(canvas, drawn, palette, pen)
        + names(canvas, points)
        + signs(canvas, changes, size=24 if len(changes) > FEW else 36)
    )
    foot = canvas.height + 8
    parts = [
        f"<defs>{pen.patterns(palette)}</defs>",
        f'<g transform="translate({left:.1f} 0)">{inner}</g>',
        scale_and_north(canvas, foot),
    ]
    used = [palette[one] for one in range(len(palette)) if (drawn == one).any()]
    kinds = [
        (status, mark.words) for status, mark in MARKS.items() if any(one == status for one, _, _ in changes)
    ]
    foot, key = legend(used, kinds, foot + 52, f"{name}-")
    data = by_class(report, canvas, impact, [drawn], palette)
    title = f"How much longer the journey gets, at {moment_words(impact)}"
    return map_picture(report, [*parts, key], foot, title=title, alt=change_alt(title, data), data=data)


def map_picture(  # noqa: PLR0913 - what a picture says of itself
    report: Report, parts: Sequence[str], foot: float, *, title: str, alt: str, data: Table
) -> Picture:
    """Return a map with whose data it shows, below ``foot``."""
    below, credit = attributed(attribution(report), foot)
    svg = picture(below, [*parts, credit])
    height = round(below)
    return Picture(title=title, alt=alt, svg=svg, data=data, width=WIDTH, height=height, is_map=True)


def changes_marks(report: Report, canvas: Canvas) -> list[Mark]:
    """Return what happens to each counter within the frame."""
    found = ((one.status, one.site.easting_metres, one.site.northing_metres) for one in report.counters)
    return [mark for mark in found if canvas.holds(*mark[1:])]


def _open_marks(report: Report, canvas: Canvas, estate: Estate, impact: Impact) -> list[Mark]:
    """Return the counters an estate has within the frame: open at the moment, or shut."""
    sites = (site for change in report.counters if (site := estate.sites.get(change.site.site_id)))
    return [
        (
            "open" if is_open(site.hours, impact.moment.at, report.results.area.holidays) else "shut",
            site.easting_metres,
            site.northing_metres,
        )
        for site in sites
        if site.is_counter and canvas.holds(site.easting_metres, site.northing_metres)
    ]


def by_class(
    report: Report, canvas: Canvas, impact: Impact, drawn: Sequence[Classes], palette: Sequence[MapClass]
) -> Table:
    """Return the residents in each class that is drawn."""
    residents = _cells(report, impact)["people"].reindex(list(canvas.codes), fill_value=0.0).to_numpy()
    sums = [classes.people_by_class(layer, residents, len(palette)) for layer in drawn]
    rows = tuple(
        (Cell(one.label), *(Cell.of(Figure(value=float(people[place]), unit=PEOPLE)) for people in sums))
        for place, one in enumerate(palette)
        if any((layer == place).any() for layer in drawn)
    )
    heads = ("Residents",) if len(drawn) == 1 else ("Residents before", "Residents after")
    title = "Residents by minutes" if len(drawn) > 1 else "Residents by change"
    return Table(
        title=f"{title}, at {moment_words(impact)}", columns=("Class", *heads), rows=rows, note=MAP_NOTE
    )


def _minutes_alt(title: str, data: Table) -> str:
    said = "; ".join(f"{row[0].words}: {row[1].words} before, {row[2].words} after" for row in data.rows)
    return f"Two maps. {title}. Residents by class: {said}."


def change_alt(title: str, data: Table) -> str:
    """Return a map of change in words: its title, and the residents in each class."""
    said = "; ".join(f"{row[0].words}: {row[1].words}" for row in data.rows)
    return f"Map. {title}. Residents by class: {said}."


def _slug(impact: Impact) -> str:
    return f"{impact.moment.at:%a%H%M}".lower()
