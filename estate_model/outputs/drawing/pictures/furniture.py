"""What every map carries: scale bar, legend, the signs of counters, and whose data are shown."""

from __future__ import annotations

from collections.abc import Sequence

from estate_model.outputs.drawing.pictures.canvas import Canvas
from estate_model.outputs.drawing.svg import (
    INK,
    SMALL,
    SOFT,
    USUAL,
    WIDTH,
    box,
    line,
    number,
    words,
    wrapped,
)
from estate_model.outputs.page.classes import MapClass
from estate_model.outputs.page.marks import MARKS, SHUT
from estate_model.units import METRES_PER_KILOMETRE

LENGTHS = (100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000)
LONGEST_BAR, COLUMNS, ROW = 260, 2, 30
BOX = 24


def scale_and_north(canvas: Canvas, foot: float, scale: float = 1.0) -> str:
    """Return a bar of a round length and a north arrow, for a map drawn at ``scale``."""
    x, y = 4, foot + 26
    unit = scale / canvas.grid.step
    metres = max((length for length in LENGTHS if length * unit <= LONGEST_BAR), default=LENGTHS[0])
    wide = metres * unit
    said = f"{metres} metres" if metres < METRES_PER_KILOMETRE else f"{metres // METRES_PER_KILOMETRE} km"
    return (
        box(x, y - 7, (wide / 2, 7), INK, stroke=INK)
        + box(x + wide / 2, y - 7, (wide / 2, 7), "#fff", stroke=INK)
        + words(x + wide + 10, y + 2, said, size=SMALL)
        + f'<path d="M{number(WIDTH - 16)} {number(foot - 14)}l11 32l-11 -7l-11 7z" fill="#0b0c0c" '
        'stroke="#fff" stroke-width="1.5"/>'
        + words(WIDTH - 16, foot + 34, "N", anchor="middle", weight=600, halo=1)
    )


def signs(canvas: Canvas, marks: Sequence[tuple[str, float, float]], *, size: float) -> str:
    """Return counters' signs at their places, those within the frame; each comes as status and point."""
    return "".join(
        sign(status, *canvas.point(easting, northing), size)
        for status, easting, northing in sorted(marks, key=lambda mark: (mark[0] == "closed", -mark[2]))
        if canvas.holds(easting, northing)
    )


def sign(status: str, x: float, y: float, size: float) -> str:
    """Return one sign around a point."""
    mark = MARKS.get(status, SHUT)
    scale = size / BOX
    return (
        f'<g transform="translate({x - size / 2:.1f} {y - size / 2:.1f}) scale({scale:.2f})">{mark.svg}</g>'
    )


def legend(
    used: Sequence[MapClass], marks: Sequence[tuple[str, str]], top: float, name: str
) -> tuple[float, str]:
    """Return the foot of the legend and the legend: classes, then signs, in two columns."""
    rows = [(None, one) for one in used] + [(status, said) for status, said in marks]
    tall = -(-len(rows) // COLUMNS)
    parts = [line([(0, top), (WIDTH, top)], SOFT)]
    for place, (status, one) in enumerate(rows):
        x, y = (place // tall) * WIDTH / COLUMNS, top + 16 + (place % tall) * ROW
        if isinstance(one, MapClass):
            parts.append(_swatch(one, x, y, f"{name}{place}"))
            parts.append(words(x + 46, y + 15, one.label, size=USUAL - 1))
        else:
            parts.append(sign(str(status), x + 18, y + 10, BOX))
            parts.append(words(x + 46, y + 15, one, size=USUAL - 1))
    return top + 16 + tall * ROW + 4, "".join(parts)


def _swatch(one: MapClass, x: float, y: float, name: str) -> str:
    """Return a class's colour, with the lines of its pattern drawn over it."""
    drawn = box(x, y, (36, 20), one.colour, stroke=SOFT)
    if one.pattern == "plain":
        return drawn
    lines = {
        "hatch": "M4 20 20 0M16 20 32 0M28 20 36 10M0 10 8 0",
        "stripes": "M0 5H36M0 10H36M0 15H36",
        "dots": "M5 5h2M15 5h2M25 5h2M10 10h2M20 10h2M30 10h2M5 15h2M15 15h2M25 15h2",
    }[one.pattern]
    return (
        f'{drawn}<path id="{name}-swatch" transform="translate({x:.1f} {y:.1f})" d="{lines}" fill="none" '
        f'stroke="{one.line}" stroke-width="1.6"/>'
    )


def attributed(owners: Sequence[str], top: float) -> tuple[float, str]:
    """Return the picture's foot and whose data it shows, in small letters."""
    lines = wrapped(" ".join(owners), WIDTH * 1.12, SMALL - 2)
    parts = [words(0, top + 14 + 16 * row, one, size=SMALL - 2, fill=SOFT) for row, one in enumerate(lines)]
    return top + 14 + 16 * len(lines), "".join(parts)
