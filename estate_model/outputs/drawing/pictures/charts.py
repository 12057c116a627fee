"""Charts: who is within how many minutes, counters open through the week, and groups side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from estate_model.outputs.drawing.svg import (
    AFTER,
    BEFORE,
    RULE,
    SMALL,
    SOFT,
    USUAL,
    WIDTH,
    box,
    dot,
    key,
    line,
    number,
    picture,
    words,
    wrapped,
)

PANEL_WIDE, PANEL_TALL, GAP = 430, 270, 70
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
HOURS_A_DAY, HOURS_A_WEEK = 24, 168
Points = Sequence[tuple[float, float]]


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One small chart: its title and two lines, as (minutes, share 0 to 1)."""

    title: str
    before: Points
    after: Points


def curves(panels: Sequence[Panel], *, last: int) -> tuple[str, int]:
    """Return shares of residents within 0 to ``last`` minutes, a panel each, and the picture's height."""
    parts, rows = [key(60, 26)], (len(panels) + 1) // 2
    for place, panel in enumerate(panels):
        left, top = 60 + (place % 2) * (PANEL_WIDE + GAP), 90 + (place // 2) * (PANEL_TALL + 110)
        parts += _panel(panel, left, top, last)
    height = 60 + rows * (PANEL_TALL + 110)
    return picture(height, parts), height


def _panel(panel: Panel, left: float, top: float, last: int) -> list[str]:
    """Return one panel: title above, grid, two lines with marks, and the axis in minutes."""
    heading = wrapped(panel.title, PANEL_WIDE, USUAL)[:2]
    parts = [
        words(left, top - 12 - 20 * (len(heading) - 1 - row), one, weight=600)
        for row, one in enumerate(heading)
    ]
    for share in range(0, 101, 25):
        y = top + PANEL_TALL * (1 - share / 100)
        parts.append(line([(left, y), (left + PANEL_WIDE, y)], RULE))
        parts.append(words(left - 8, y + 6, f"{share}%", anchor="end", size=SMALL, fill=SOFT))
    for minutes in range(0, last + 1, 15):
        x = left + PANEL_WIDE * minutes / last
        parts.append(words(x, top + PANEL_TALL + 22, str(minutes), anchor="middle", size=SMALL, fill=SOFT))
    parts.append(
        words(left + PANEL_WIDE, top + PANEL_TALL + 44, "minutes to the nearest open counter", anchor="end",
              size=SMALL, fill=SOFT)
    )  # fmt: skip
    for points, colour, dashed in ((panel.before, BEFORE, True), (panel.after, AFTER, False)):
        drawn = [(left + PANEL_WIDE * x / last, top + PANEL_TALL * (1 - y)) for x, y in points]
        parts.append(line(drawn, colour, width=3, dashed=dashed))
        parts += [dot(x, y, colour, filled=not dashed) for x, y in drawn]
    return parts


def week(before: Points, after: Points) -> tuple[str, int]:
    """Return counters open at each hour of the week (from Monday 00:00) as two stepped lines."""
    left, top, wide, tall = 60, 70, WIDTH - 80, 240
    most = max(*(count for _, count in (*before, *after)), 1)
    step = next(size for size in (1, 2, 5, 10, 20, 50, 100, 200, 500) if most / size <= 6)  # noqa: PLR2004
    ceiling = -(-most // step) * step
    parts = [key(left, 26), words(WIDTH - 20, 26, "front counters open", anchor="end", size=SMALL, fill=SOFT)]
    for count in range(0, int(ceiling) + 1, step):
        y = top + tall * (1 - count / ceiling)
        parts.append(line([(left, y), (left + wide, y)], RULE))
        parts.append(words(left - 8, y + 6, str(count), anchor="end", size=SMALL, fill=SOFT))
    for day, name in enumerate(DAYS):
        x = left + wide * day / len(DAYS)
        parts.append(line([(x, top), (x, top + tall + 8)], RULE))
        parts.append(words(x + wide / 14, top + tall + 24, name, anchor="middle", size=SMALL, fill=SOFT))
    for steps, colour, dashed in ((before, BEFORE, True), (after, AFTER, False)):
        drawn = [
            (left + wide * hour / HOURS_A_WEEK, top + tall * (1 - count / ceiling))
            for hour, count in _stairs(steps)
        ]
        parts.append(line(drawn, colour, width=3, dashed=dashed))
    return picture(top + tall + 40, parts), top + tall + 40


def _stairs(steps: Points) -> list[tuple[float, float]]:
    """Return the corners of a stepped line that begins at each (hour, count) and ends with the week."""
    ends = [*(hour for hour, _ in steps[1:]), HOURS_A_WEEK]
    return [
        corner
        for (hour, count), end in zip(steps, ends, strict=True)
        for corner in ((hour, count), (end, count))
    ]


def bars(rows: Sequence[tuple[str, float, str]]) -> tuple[str, int]:
    """Return horizontal bars: label, value, and the value in words; the longest fills the width."""
    left, right, tall = 400, 130, 34
    most = max((value for _, value, _ in rows), default=0) or 1
    parts = []
    for place, (label, value, shown) in enumerate(rows):
        top = 16 + place * (tall + 26)
        lines = wrapped(label, left - 40, USUAL)[:2]
        first = top + tall / 2 + 6 - 11 * (len(lines) - 1)
        parts += [words(left - 14, first + 21 * row, one, anchor="end") for row, one in enumerate(lines)]
        wide = (WIDTH - left - right) * value / most
        parts.append(box(left, top, (max(wide, 1), tall), AFTER))
        parts.append(words(left + wide + 10, top + tall / 2 + 6, shown, weight=600))
    height = 20 + len(rows) * (tall + 26)
    parts.append(line([(left, 8), (left, height - 18)], SOFT))
    return picture(height, parts), height


def dots(rows: Sequence[tuple[str, Sequence[tuple[float, str]]]], names: Sequence[str]) -> tuple[str, int]:
    """Return a dot plot: rows of a label and, for each of ``names``, a value from 0 up and the same in words.

    Each name has a colour and a shape of its own; the values of a row are joined by a line.
    """
    left, wide, tall = 330, WIDTH - 330 - 110, 74
    most = max((value for _, values in rows for value, _ in values), default=0) or 1
    parts = []
    for place, name in enumerate(names):
        x = 20 + place * 320
        parts += [_mark(x + 10, 20, place), words(x + 28, 26, name)]
    for place, (label, values) in enumerate(rows):
        y = 84 + place * tall
        for row, one in enumerate(lines := wrapped(label, left - 40, USUAL)[:2]):
            parts.append(words(left - 20, y + 6 - 11 * (len(lines) - 1) + 21 * row, one, anchor="end"))
        parts.append(line([(left, y), (left + wide, y)], RULE))
        across = [left + wide * value / most for value, _ in values]
        parts.append(line([(min(across), y), (max(across), y)], SOFT, width=3))
        order = sorted(range(len(values)), key=lambda n: across[n])
        for step, n in enumerate(order):
            up = -16 if step % 2 == 0 else 30
            parts.append(_mark(across[n], y, n))
            parts.append(words(across[n], y + up, values[n][1], anchor="middle", size=SMALL, halo=1))
    height = 84 + len(rows) * tall
    return picture(height, parts), height


def _mark(x: float, y: float, place: int) -> str:
    """Return the mark of the first, second or third name: a ring, a diamond, a filled dot."""
    if place == 1:
        path = f"M{number(x)} {number(y - 9)}l9 9l-9 9l-9 -9z"
        return f'<path d="{path}" fill="{BEFORE}" stroke="#fff" stroke-width="1.5"/>'
    inside, edge = ("#fff", SOFT) if place == 0 else (AFTER, "#fff")
    point = f'cx="{number(x)}" cy="{number(y)}" r="7.5"'
    return f'<circle {point} fill="{inside}" stroke="{edge}" stroke-width="2.4"/>'
