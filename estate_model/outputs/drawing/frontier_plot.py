"""The frontier as a small SVG: no clock, no font but the reader's, the same numbers the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from estate_model.analysis.choice.frontier import COUNTERS, Frontier

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 400, 70, 20, 40, 60
TICKS = 5
AXES = {COUNTERS: "counters kept", "hours": "staffed hours a week", "cost": "cost"}
LABELS = {"before": "before", "after": "scenario"}


def plot(frontier: Frontier) -> bytes:
    """Return the frontier as steps, with the estates before and after as dots (hollow = other patterns)."""
    steps = [(step.amount, step.best.value) for step in frontier.steps]
    every = [*steps, *((point.amount, point.harm) for point in frontier.points)]
    most_x, most_y = max(x for x, _ in every), max(y for _, y in every) or 1.0

    def at(x: float, y: float) -> tuple[float, float]:
        across = LEFT + (WIDTH - LEFT - RIGHT) * x / most_x
        down = HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * y / most_y
        return round(across, 1), round(down, 1)

    unit = "share over the limit" if frontier.request.objective == "cover" else "minutes"
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" font-family="sans-serif" font-size="12">',
        f"<title>{escape(frontier.case.scenario.title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="20" font-size="14">Least harm ({unit}) by {AXES[frontier.scale.kind]}</text>',
    ]
    for number in range(TICKS + 1):
        x, y = most_x * number / TICKS, most_y * number / TICKS
        (across, _), (_, down) = at(x, 0), at(0, y)
        lines.append(f'<text x="{across}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{x:,.0f}</text>')
        lines.append(f'<text x="{LEFT - 8}" y="{down + 4}" text-anchor="end">{_short(y)}</text>')
        lines.append(f'<path d="M{LEFT} {down}H{WIDTH - RIGHT}" stroke="#dddddd"/>')
    stairs = _staircase([at(*step) for step in steps])
    lines.append(f'<path d="{stairs}" fill="none" stroke="#1f4e79" stroke-width="2"/>')
    for point in frontier.points:
        across, down = at(point.amount, point.harm)
        fill = "#c0392b" if point.comparable else "#ffffff"
        lines.append(f'<circle cx="{across}" cy="{down}" r="5" fill="{fill}" stroke="#c0392b"/>')
        lines.append(f'<text x="{across - 8}" y="{down - 8}" text-anchor="end">{LABELS[point.name]}</text>')
    middle, axis = (LEFT + WIDTH - RIGHT) / 2, AXES[frontier.scale.kind]
    lines.append(f'<text x="{middle}" y="{HEIGHT - 15}" text-anchor="middle">{axis}</text>')
    return "\n".join([*lines, "</svg>", ""]).encode("utf-8")


def _short(number: float) -> str:
    return f"{number:.2f}" if number < TICKS else f"{number:,.0f}"


def _staircase(points: Sequence[tuple[float, float]]) -> str:
    """Return the path of a staircase: harm falls only where an amount is reached."""
    (x, y), *rest = points
    return f"M{x} {y}" + "".join(f"H{across}V{down}" for across, down in rest)
