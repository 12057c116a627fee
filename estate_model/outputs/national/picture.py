"""The map of all areas: minutes within which half of its residents have an open counter after."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from estate_model.nouns import Floats
from estate_model.nouns.figure import MINUTES, Figure
from estate_model.outputs.annex.content import Cell, Picture, Table
from estate_model.outputs.drawing.pictures.canvas import TALLEST, Canvas, coloured, pen_of
from estate_model.outputs.drawing.pictures.furniture import legend, scale_and_north
from estate_model.outputs.drawing.svg import WIDTH, picture
from estate_model.outputs.national.national_run import NationalRun, apart
from estate_model.outputs.page import classes
from estate_model.outputs.page.geometry import Grid
from estate_model.outputs.page.packing import tenths


def minutes_map(runs: Sequence[NationalRun], moment: str, name: str) -> Picture | None:
    """Return the map of some areas at a moment; ``None`` where none has an outline.

    Those that cannot be compared with the others are outlines alone.
    """
    _, why = apart(runs)
    drawn = [
        run
        for run in runs
        if run.folder not in why and run.outline is not None and run.moment(moment) is not None
    ]
    if not drawn:
        return None
    outlines = [run.outline for run in runs if run.outline is not None]
    canvas, minutes = _canvas(drawn, outlines), np.array([_minutes(run, moment) for run in drawn])
    found, palette = classes.minutes_classes(tenths(minutes)), classes.MINUTES_CLASSES
    pen = pen_of(canvas, name)
    left, foot = (WIDTH - canvas.width) / 2, canvas.height + 8
    used = [one for number, one in enumerate(palette) if (found == number).any()]
    below, key = legend(used, (), foot + 52, f"{name}-")
    parts = [
        f"<defs>{pen.patterns(palette)}</defs>",
        f'<g transform="translate({left:.1f} 0)">{coloured(canvas, found, palette, pen)}</g>',
        scale_and_north(canvas, foot), key,
    ]  # fmt: skip
    title = f"Minutes within which half of the residents have an open counter after, at {moment}"
    title += "; areas in outline only cannot be compared" if why else ""
    data = _data(drawn, minutes, title)
    said = "; ".join(f"{row[0].words}: {row[1].words}" for row in data.rows)
    return Picture(
        title=title, alt=f"Map. {title}. {said}.", svg=picture(below, parts), data=data, width=WIDTH,
        height=round(below),
    )  # fmt: skip


def _minutes(run: NationalRun, moment: str) -> float:
    """Return the median minutes; ``inf`` where half can reach no counter."""
    value = (run.moment(moment) or {})["median_after"]
    return np.inf if value is None else float(value)


def _canvas(runs: Sequence[NationalRun], outlines: Sequence[BaseGeometry]) -> Canvas:
    shapes, around = (np.array(few, dtype=object) for few in ([run.outline for run in runs], outlines))
    west, south, east, north = (float(side) for side in shapely.total_bounds(around))
    step = max((east - west) / WIDTH, (north - south) / TALLEST)
    return Canvas(
        codes=tuple(run.folder for run in runs), cells=shapes, outlines=around, labels=(),
        grid=Grid(x=west, y=south, step=step), width=(east - west) / step, height=(north - south) / step,
    )  # fmt: skip


def _data(runs: Sequence[NationalRun], minutes: Floats, title: str) -> Table:
    rows = [
        (Cell(run.name), Cell.of(Figure(value=np.nan if np.isinf(value) else float(value), unit=MINUTES)))
        for run, value in zip(runs, minutes, strict=True)
    ]
    return Table(title=title, columns=("Area", "Minutes"), rows=tuple(rows))
