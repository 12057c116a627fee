"""The map of a part of the area: its wards, its neighbours, counters by name, and where residents then go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import atan2, cos, hypot, sin

import numpy as np

from estate_model.nouns import WHEN
from estate_model.outputs.annex.content import Picture
from estate_model.outputs.drawing.pen import Pen
from estate_model.outputs.drawing.pictures.canvas import LABEL_ROOM, NAME_PRECISION, Canvas, coloured, pen_of
from estate_model.outputs.drawing.pictures.furniture import legend, scale_and_north, signs
from estate_model.outputs.drawing.pictures.labels import Labels
from estate_model.outputs.drawing.pictures.maps import (
    by_class,
    cell_minutes,
    change_alt,
    changes_marks,
    map_picture,
)
from estate_model.outputs.drawing.pictures.surroundings import Surroundings, surroundings
from estate_model.outputs.drawing.svg import INK, SMALL, USUAL, WIDTH, line, words, wrapped
from estate_model.outputs.page import classes
from estate_model.outputs.page.geometry import room_in
from estate_model.outputs.page.marks import MARKS
from estate_model.outputs.page.packing import tenths
from estate_model.outputs.words.figures import listed
from estate_model.outputs.words.here import Here, NearCounter
from estate_model.outputs.words.sentences import moment_words
from estate_model.units import METRES_PER_KILOMETRE

SIGN, NAME, WAYS = 28, 19, 3
BESIDE = SIGN / 2 + 6
GREY = "#5b6770"
Point = tuple[float, float]


def local_map(here: Here, codes: Sequence[str]) -> Picture:
    """Return how much longer the journey gets in a part of the area, drawn with what lies around it."""
    report, impact = here.report, here.measured.impact
    after = here.nearest(1)[:WAYS]
    drawn = surroundings(report, codes, points=[_metres(one) for one in after])
    canvas = drawn.canvas
    before, then = (tenths(cell_minutes(report, canvas, impact, when)) for when in WHEN)
    shade, palette = classes.change_classes(before, then), classes.CHANGE_CLASSES
    inside = np.isin(canvas.codes, list(codes))
    part = replace(canvas, codes=tuple(np.asarray(canvas.codes)[inside].tolist()))
    data = by_class(report, part, impact, [shade[inside]], palette)
    name = f"here-{impact.moment.at:%a%H%M}".lower()
    pen = pen_of(canvas, name)
    labels = Labels(canvas.width, canvas.height)
    marks = changes_marks(report, canvas)
    for mark in marks:
        labels.keep_clear(*canvas.point(*mark[1:]), SIGN)
    foot = canvas.height + 8
    parts = [
        f"<defs>{pen.patterns(palette)}</defs>", coloured(canvas, shade, palette, pen),
        _lines(drawn, pen),
        _ways(here, drawn, after, labels), signs(canvas, marks, size=SIGN),
        _names(here, drawn, after, labels),
        scale_and_north(canvas, foot),
    ]  # fmt: skip
    numbers = {row[0].words: row[1].words for row in data.rows}
    used = [
        replace(one, label=_with_number(one.label, numbers))
        for n, one in enumerate(palette)
        if (shade == n).any()
    ]
    kinds = [(status, mark.words) for status, mark in MARKS.items() if status in {one for one, _, _ in marks}]
    foot, key = legend(used, kinds, foot + 52, f"{name}-")
    foot, said = _line_key(after, foot, here)
    title = f"How much longer the journey gets in and around {here.name}, at {moment_words(impact)}"
    alt = f"{change_alt(title, data)} {_in_words(here, after)}".rstrip()
    return map_picture(report, [*parts, key, said], foot, title=title, alt=alt, data=data)


def _metres(one: NearCounter) -> Point:
    return one.change.site.easting_metres, one.change.site.northing_metres


def _with_number(label: str, numbers: dict[str, str]) -> str:
    return f"{label}: {numbers[label]} residents" if label in numbers else label


def _lines(drawn: Surroundings, pen: Pen) -> str:
    """Return a veil over all but the part, the wards' lines, and the part's own in bold; north is up."""
    tall, wide = drawn.canvas.height, drawn.canvas.width
    part = pen.path(drawn.part)
    wards = "".join(pen.path(ward) for ward in drawn.wards)
    own = f'<path d="{part}" fill="none" stroke-linejoin="round" '
    return (
        f'<g transform="translate(0 {tall:.1f}) scale(1 -1)">'
        f'<path d="M0 0h{wide:.1f}v{tall:.1f}h-{wide:.1f}z{part}" fill="#fff" fill-opacity=".55" '
        f'fill-rule="evenodd"/><path d="{wards}" fill="none" stroke="#33414f" stroke-width=".8" '
        f'stroke-dasharray="4 3"/>{own}stroke="#fff" stroke-width="6"/>'
        f'{own}stroke="{INK}" stroke-width="3"/></g>'
    )


def _starts(here: Here, drawn: Surroundings) -> list[Point]:
    """Return where ways begin: at counters of the part's own that close, else in its middle."""
    closed = [_metres(one) for one in here.inside if one.is_closing]
    middle = drawn.part.representative_point()
    return closed or [(float(middle.x), float(middle.y))]


def _ways(here: Here, drawn: Surroundings, after: Sequence[NearCounter], labels: Labels) -> str:
    """Return a way to each counter that is nearest afterwards and, from a part without any, before."""
    starts = _starts(here, drawn)
    before = () if here.inside else [one for one in here.nearest(0)[:WAYS] if one not in after]
    ways = [(one, GREY) for one in before] + [(one, INK) for one in after if one not in here.inside]
    return "".join(part for one, colour in ways for part in _way(drawn.canvas, one, starts, (labels, colour)))


def _way(canvas: Canvas, one: NearCounter, starts: Sequence[Point], drawn: tuple[Labels, str]) -> list[str]:
    """Return an arrow to a counter from the nearest start, or to the edge with its name where it is far."""
    (labels, colour), end = drawn, _metres(one)
    start = min(starts, key=lambda point: hypot(point[0] - end[0], point[1] - end[1]))
    first = canvas.point(*start)
    last = _to_edge(first, canvas.point(*end), canvas)
    if hypot(last[0] - first[0], last[1] - first[1]) < 2 * SIGN:
        return []
    parts = _arrow(first, last, colour)
    if not canvas.holds(*end):
        away = hypot(end[0] - start[0], end[1] - start[1]) / METRES_PER_KILOMETRE
        parts.append(labels.beside(f"{one.name}, {away:.0f} km", last, away=BESIDE, size=NAME))
    return parts


def _to_edge(start: Point, end: Point, canvas: Canvas) -> Point:
    """Return the end, or where the line to it leaves the frame."""
    share, margin = 1.0, 6.0
    for first, last, most in ((start[0], end[0], canvas.width), (start[1], end[1], canvas.height)):
        if last < margin:
            share = min(share, (first - margin) / (first - last))
        elif last > most - margin:
            share = min(share, (most - margin - first) / (last - first))
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _arrow(start: Point, end: Point, colour: str) -> list[str]:
    """Return a line with a head, on a white edge; both ends stop short of the signs."""
    turn = atan2(end[1] - start[1], end[0] - start[0])
    first = (start[0] + cos(turn) * SIGN * 0.6, start[1] + sin(turn) * SIGN * 0.6)
    last = (end[0] - cos(turn) * SIGN * 0.6, end[1] - sin(turn) * SIGN * 0.6)
    head = [(last[0] - cos(turn + side) * 15, last[1] - sin(turn + side) * 15) for side in (-0.45, 0.45)]
    shape = [head[0], last, head[1]]
    return [
        line([first, last], "#fff", width=7), line(shape, "#fff", width=7),
        line([first, last], colour, width=3, dashed=colour == INK), line(shape, colour, width=3),
    ]  # fmt: skip


def _names(here: Here, drawn: Surroundings, after: Sequence[NearCounter], labels: Labels) -> str:
    """Return names: of counters, those of the part and the nearest first, then of boroughs and wards."""
    canvas = drawn.canvas
    named = dict.fromkeys([*here.inside, *after, *here.nearest(0), *here.counters])
    parts = [
        labels.beside(one.name, canvas.point(*_metres(one)), away=BESIDE, size=NAME)
        for one in named
        if canvas.holds(*_metres(one))
    ]
    if here.name not in {name for name, *_ in canvas.labels}:
        x, y, _ = room_in(drawn.part, canvas.width * canvas.grid.step / NAME_PRECISION)
        parts.append(labels.beside(here.name, canvas.point(x, y), away=BESIDE, size=SMALL + 1))
    levels = ((canvas.labels, SMALL + 1, str.upper), (drawn.names, SMALL, str))
    for rooms, size, written in levels:
        for name, x, y, radius in rooms:
            if name != here.name:
                room = LABEL_ROOM * radius / canvas.grid.step
                parts.append(labels.over(written(name), canvas.point(x, y), size=size, room=room))
    return "".join(parts)


def _line_key(after: Sequence[NearCounter], top: float, here: Here) -> tuple[float, str]:
    """Return the foot of the key and what lines, paleness and numbers on the map are."""
    labels, parts = here.report.results.area.labels, []
    ways = [(INK, "To the nearest open counter after the changes")] if after else []
    ways += [] if here.inside or not here.nearest(0) else [(GREY, "To the nearest before the changes")]
    for row, (colour, said) in enumerate(ways):
        parts += _arrow((-8, top + 10 + 24 * row), (50, top + 10 + 24 * row), colour)
        parts.append(words(60, top + 15 + 24 * row, said, size=USUAL - 1))
    lines = wrapped(
        f"Dashed outlines: {labels['wards']}. Pale: outside {here.name}. Numbers: residents of {here.name}.",
        WIDTH / 2, SMALL,
    )  # fmt: skip
    parts += [words(WIDTH / 2, top + 14 + 19 * row, one, size=SMALL) for row, one in enumerate(lines)]
    return top + 10 + max(24 * len(ways), 19 * len(lines)), "".join(parts)


def _in_words(here: Here, after: Sequence[NearCounter]) -> str:
    """Return what the signs and arrows of the map say."""
    closed = [one.name for one in here.inside if one.is_closing]
    said = [f"Marked as closing: {listed(closed)}."] if closed else []
    if after:
        said.append(f"Arrows lead to {listed([one.name for one in after])}, nearest after the changes.")
    return " ".join(said)
