"""The frontier as a small SVG: no clock, no font but the reader's, the same numbers the same bytes."""

from __future__ import annotations

from estate_model.analysis.choice.frontier import COUNTERS, Frontier
from estate_model.outputs.drawing.svg import (
    AFTER,
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
    """Return the frontier as steps, with the estates before and after as dots (hollow = other patterns)."""
    steps = [(step.amount, step.best.value) for step in frontier.steps]
    every = [*steps, *((point.amount, point.harm) for point in frontier.points)]
    most_x, most_y = max(x for x, _ in every), max(y for _, y in every) or 1.0

    def at(x: float, y: float) -> tuple[float, float]:
        across = LEFT + (WIDTH - LEFT - RIGHT) * x / most_x
        down = HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * y / most_y
        return across, down

    unit = "share over the limit" if frontier.request.objective == "cover" else "minutes"
    axis = AXES[frontier.scale.kind]
    parts = [words(LEFT, 30, f"Least harm ({unit}) by {axis}")]
    for tick in range(TICKS + 1):
        x, y = most_x * tick / TICKS, most_y * tick / TICKS
        (across, _), (_, down) = at(x, 0), at(0, y)
        parts.append(words(across, HEIGHT - BOTTOM + 26, f"{x:,.0f}", anchor="middle", size=SMALL))
        parts.append(words(LEFT - 10, down + 5, _short(y), anchor="end", size=SMALL))
        parts.append(line([(LEFT, down), (WIDTH - RIGHT, down)], RULE))
    parts.append(staircase([at(*step) for step in steps], AFTER))
    for point in frontier.points:
        across, down = at(point.amount, point.harm)
        parts.append(dot(across, down, BEFORE, filled=point.comparable))
        parts.append(words(across - 10, down - 10, LABELS[point.name], anchor="end", size=SMALL))
    parts.append(words((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 25, axis, anchor="middle", size=SMALL))
    spoken = "; ".join(f"{step.amount:,.0f} {axis}: {_short(step.best.value)}" for step in frontier.steps)
    title = frontier.case.scenario.title
    return (picture(HEIGHT, parts, title=title, spoken=f"{unit}: {spoken}.") + "\n").encode("utf-8")


def _short(number: float) -> str:
    return f"{number:.2f}" if number < TICKS else f"{number:,.0f}"
