"""A map of an area's boroughs with its counters: what a plan keeps, or how much each one matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd

from estate_model.nouns import Site
from estate_model.outputs.drawing.pictures.canvas import Canvas, canvas_of, pen_of
from estate_model.outputs.drawing.pictures.furniture import attributed, legend, scale_and_north, signs
from estate_model.outputs.drawing.pictures.labels import Labels
from estate_model.outputs.drawing.svg import AFTER, BEFORE, SMALL, USUAL, WIDTH, line, picture, words

SIGN, NAME, TALLEST, LARGEST = 26, 15, 720, 46


@dataclass(frozen=True, kw_only=True)
class Marked:
    """A site on a map: its sign by a status or, with a ``size`` (0 to 1), a circle; named or not."""

    site: Site
    status: str
    named: bool
    size: float | None = None


def sites_map(
    cells: gpd.GeoDataFrame, marked: Sequence[Marked], kinds: Sequence[tuple[str, str]], owners: Sequence[str]
) -> tuple[str, int]:
    """Return a map as SVG and its height; ``kinds`` says what a status means, ``owners`` whose data it is."""
    canvas = canvas_of(cells, tallest=TALLEST)
    left = (WIDTH - canvas.width) / 2
    labels = Labels(canvas.width, canvas.height)
    places = {
        one.site.site_id: canvas.point(one.site.easting_metres, one.site.northing_metres) for one in marked
    }
    for one in marked:
        labels.keep_clear(*places[one.site.site_id], SIGN * 0.8)
    named = [
        labels.beside(one.site.short_name, places[one.site.site_id], away=SIGN / 2 + 5, size=NAME)
        for one in marked
        if one.named
    ]
    circles = [_circle(*places[one.site.site_id], one) for one in marked if one.size is not None]
    plain = [
        (one.status, one.site.easting_metres, one.site.northing_metres) for one in marked if one.size is None
    ]
    inner = [_ground(canvas), *circles, signs(canvas, plain, size=SIGN), *named]
    foot = canvas.height + 8
    parts = [
        f'<g transform="translate({left:.1f} 0)">{"".join(inner)}</g>',
        scale_and_north(canvas, foot),
    ]  # fmt: skip
    foot, key = legend((), kinds, foot + 52, "sites-") if plain else _sizes(kinds, foot + 56)
    below, credit = attributed(owners, foot)
    return picture(below, [*parts, key, credit]), round(below)


def _ground(canvas: Canvas) -> str:
    """Return the boroughs, pale, with their lines."""
    pen = pen_of(canvas, "sites")
    drawn = "".join(pen.path(shape) for shape in canvas.outlines)
    return (
        f'<g transform="translate(0 {canvas.height:.1f}) scale(1 -1)"><path d="{drawn}" fill="#f3f6f9" '
        'stroke="#8a949d" stroke-width="1" stroke-linejoin="round"/></g>'
    )


def _circle(x: float, y: float, one: Marked) -> str:
    radius = max((one.size or 0.0) ** 0.5 * LARGEST / 2, 2.5)
    colour = BEFORE if one.status == "close" else AFTER
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{colour}" fill-opacity=".65" '
        f'stroke="{colour}" stroke-width="1.5"/>'
    )


def _sizes(kinds: Sequence[tuple[str, str]], top: float) -> tuple[float, str]:
    """Return the foot and the key of circles."""
    parts = [line([(0, top - 6), (WIDTH, top - 6)], "#44505c")]
    for row, (status, said) in enumerate(kinds):
        colour = BEFORE if status == "close" else AFTER
        y = top + 16 + 28 * row
        parts.append(
            f'<circle cx="18" cy="{y:.1f}" r="9" fill="{colour}" fill-opacity=".65" stroke="{colour}"/>'
        )
        parts.append(words(46, y + 6, said, size=USUAL - 1))
    parts.append(words(WIDTH, top + 22, "A circle's area goes with the minutes.", anchor="end", size=SMALL))
    return top + 16 + 28 * len(kinds), "".join(parts)
