"""Small pieces of SVG; every text is escaped here. Units are a thousandth of a picture's width."""

from __future__ import annotations

from collections.abc import Sequence

from estate_model.outputs.page.markup import text as escaped

WIDTH = 1000
INK, SOFT, RULE = "#0b0c0c", "#44505c", "#c3cad1"
BEFORE, AFTER = "#f46a25", "#12436d"
DASHES = "9 6"
FONT = "Source Sans Pro, Arial, Helvetica, sans-serif"
LETTER = 0.52
SMALL, USUAL = 15, 18


def number(value: float) -> str:
    """Return a coordinate, short.

    >>> number(12.0), number(3.14159)
    ('12', '3.1')
    """
    return f"{round(value, 1):g}"


def picture(height: float, parts: Sequence[str], *, title: str = "", spoken: str = "") -> str:
    """Return a whole picture on white; with a title, one that stands alone and says what it shows."""
    tall, labels = number(height), ""
    role = ' role="img" aria-labelledby="title desc"' if title else ""
    if title:
        labels = f'<title id="title">{escaped(title)}</title><desc id="desc">{escaped(spoken)}</desc>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {tall}" width="{WIDTH}" '
        f'height="{tall}"{role} '
        f'font-family="{FONT}" font-size="{USUAL}">{labels}'
        f'<rect width="{WIDTH}" height="{tall}" fill="#fff"/>{"".join(parts)}</svg>'
    )


def words(x: float, y: float, said: str, **style: str | float) -> str:
    """Return text; ``anchor`` (start), ``size``, ``weight``, ``fill`` and ``halo`` may be given."""
    anchor, fill = style.get("anchor", "start"), style.get("fill", INK)
    size, weight = style.get("size", USUAL), style.get("weight", 400)
    halo = ' stroke="#fff" stroke-width="4" stroke-linejoin="round"' if style.get("halo") else ""
    place = (
        f'x="{number(x)}" y="{number(y)}" font-size="{size}" font-weight="{weight}" text-anchor="{anchor}"'
    )
    under = f'<text {place} fill="#fff"{halo}>{escaped(said)}</text>' if halo else ""
    return f'{under}<text {place} fill="{fill}">{escaped(said)}</text>'


def line(
    points: Sequence[tuple[float, float]], colour: str, *, width: float = 1, dashed: bool = False
) -> str:
    """Return a line through points."""
    path = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)
    dashes = f' stroke-dasharray="{DASHES}"' if dashed else ""
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width:g}"{dashes}/>'


def box(x: float, y: float, size: tuple[float, float], fill: str, *, stroke: str = "none") -> str:
    """Return a rectangle."""
    return (
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(size[0])}" height="{number(size[1])}" '
        f'fill="{fill}" stroke="{stroke}"/>'
    )


def staircase(points: Sequence[tuple[float, float]]) -> str:
    """Return a line that goes level to each point and then straight up or down to it."""
    (x, y), *rest = points
    path = f"M{number(x)} {number(y)}" + "".join(f"H{number(across)}V{number(down)}" for across, down in rest)
    return f'<path d="{path}" fill="none" stroke="{AFTER}" stroke-width="2"/>'


def dot(x: float, y: float, colour: str, *, filled: bool) -> str:
    """Return a small mark: a filled dot, or a ring."""
    inside = colour if filled else "#fff"
    place = f'cx="{number(x)}" cy="{number(y)}"'
    return f'<circle {place} r="4.5" fill="{inside}" stroke="{colour}" stroke-width="2"/>'


def wrapped(said: str, width: float, size: float) -> list[str]:
    """Return text cut into lines that fit a width, by the font's average letter.

    >>> wrapped("one two three", 60, 10)
    ['one two', 'three']
    """
    most = max(int(width / (size * LETTER)), 8)
    lines = [""]
    for word in said.split():
        pieces = [word[start : start + most] for start in range(0, len(word), most)]
        for piece in pieces:
            fits = len(lines[-1]) + len(piece) + 1 <= most
            if lines[-1] and fits:
                lines[-1] += f" {piece}"
            else:
                lines.append(piece)
    return [one for one in lines if one]


def key(x: float, y: float) -> str:
    """Return the legend of before and after."""
    return "".join(
        (
            line([(x, y - 6), (x + 46, y - 6)], BEFORE, width=3, dashed=True),
            dot(x + 23, y - 6, BEFORE, filled=False),
            words(x + 56, y, "Before"),
            line([(x + 140, y - 6), (x + 186, y - 6)], AFTER, width=3),
            dot(x + 163, y - 6, AFTER, filled=True),
            words(x + 196, y, "After"),
        )
    )
