"""The frontier as a small SVG: no clock, no font but the reader's, the same numbers the same bytes."""

from __future__ import annotations

from collections.abc import Callable

from estate_model.analysis.choice.frontier import COUNTERS, EstatePoint, Frontier
from estate_model.outputs.drawing.svg import (
    BEFORE,
    RULE,
    SMALL,
    WIDTH,
    dot,
    line,
    picture,
    staircase,
    words,
)

HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 600, 90, 30, 60, 90
TICKS = 5
AXES = {COUNTERS: "counters kept", "hours": "staffed hours a week", "cost": "cost"}
LABELS = {"before": "before", "after": "scenario"}


def plot(frontier: Frontier) -> bytes:
    """Return the frontier as a file of its own, which says in words what it shows."""
    unit, axis = _unit(frontier), AXES[frontier.scale.kind]
    spoken = "; ".join(f"{step.amount:,.0f} {axis}: {_short(step.best.value)}" for step in frontier.steps)
    title = frontier.case.scenario.title
    svg = picture(HEIGHT, _parts(frontier), title=title, spoken=f"{unit}: {spoken}.")
    return (svg + "\n").encode("utf-8")


def drawn(frontier: Frontier) -> str:
    """Return the same for a page that says it beside the picture."""
    return picture(HEIGHT, _parts(frontier))


def _unit(frontier: Frontier) -> str:
    return "share over the limit" if frontier.request.objective == "cover" else "minutes"


def _parts(frontier: Frontier) -> list[str]:
    """Return the steps, the estates before and after as dots (hollow = other patterns)."""
    steps = [(step.amount, step.best.value) for step in frontier.steps]
    every = [*steps, *((point.amount, point.harm) for point in frontier.points)]
    most_x, most_y = max(x for x, _ in every), max(y for _, y in every) or 1.0

    def at(x: float, y: float) -> tuple[float, float]:
        across = LEFT + (WIDTH - LEFT - RIGHT) * x / most_x
        down = HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * y / most_y
        return across, down

    axis = AXES[frontier.scale.kind]
    parts = [words(LEFT, 30, f"Least harm ({_unit(frontier)}) by {axis}")]
    for tick in range(TICKS + 1):
        x, y = most_x * tick / TICKS, most_y * tick / TICKS
        (across, _), (_, down) = at(x, 0), at(0, y)
        parts.append(words(across, HEIGHT - BOTTOM + 26, f"{x:,.0f}", anchor="middle", size=SMALL))
        parts.append(words(LEFT - 10, down + 5, _short(y), anchor="end", size=SMALL))
        parts.append(line([(LEFT, down), (WIDTH - RIGHT, down)], RULE))
    parts.append(staircase([at(*step) for step in steps]))
    for point in frontier.points:
        parts += _distance(point, at)
        across, down = at(point.amount, point.harm)
        parts.append(dot(across, down, BEFORE, filled=point.comparable))
        parts.append(words(across - 10, down - 10, LABELS[point.name], anchor="end", size=SMALL, halo=1))
    parts.append(words((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 25, axis, anchor="middle", size=SMALL))
    return parts


def _distance(point: EstatePoint, at: Callable[[float, float], tuple[float, float]]) -> list[str]:
    """Return a line from an estate down to the least possible, and how far that is; nothing if it is none."""
    if not point.comparable or not point.above:
        return []
    across, down = at(point.amount, point.harm)
    _, least = at(point.amount, point.harm - point.above)
    said = f"{_short(point.above)} above the least possible"
    return [
        line([(across, down), (across, least)], BEFORE, width=2, dashed=True),
        words(across - 10, least - 6, said, anchor="end", size=SMALL, halo=1),
    ]


def _short(number: float) -> str:
    return f"{number:.2f}" if number < TICKS else f"{number:,.0f}"
