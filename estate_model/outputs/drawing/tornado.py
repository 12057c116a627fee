"""``sensitivity.svg``: the widest swings of the first moment's losers, a bar per parameter."""

from __future__ import annotations

from collections.abc import Sequence

from estate_model.analysis.uncertainty.headline_numbers import CENTRAL
from estate_model.analysis.uncertainty.sensitivity import Swing
from estate_model.nouns.figure import Figure
from estate_model.outputs.drawing.svg import AFTER, BEFORE, SMALL, SOFT, WIDTH, box, line, picture, words
from estate_model.outputs.report import Report
from estate_model.outputs.words.figures import people
from estate_model.outputs.words.measured import whole_area
from estate_model.people.exposure import EVERYONE, GROUP_LABELS

LEFT, RIGHT, ROW, BAR, PANEL_TOP = 400, 110, 30, 18, 64
LABEL_ROOM, MARGIN, FIRST_TOP = 100, 20, 56
HALF_A_PERSON = 0.5
LEGEND = "Blue: at the low setting. Orange: at the high one. Settings are in sensitivity.csv."


def tornado(report: Report, swings: Sequence[Swing]) -> str:
    """Return a drawing with a panel for residents and one for those likely offline.

    Every bar is written out in the description too, so nothing is told by colour or length alone.
    """
    measured = whole_area(report, report.headline_impacts[0])
    moment = measured.impact.moment.name
    panels = [
        (GROUP_LABELS[group], [one for one in swings if _shown(one, moment, group)])
        for group in (EVERYONE, CENTRAL)
    ]
    panels = [(label, rows) for label, rows in panels if rows]
    title = (
        f"How many have a journey over {report.losing_minutes} minutes longer at {moment}, when one "
        "assumption at a time is changed"
    )
    parts = [words(MARGIN, 26, title, weight=600, size=SMALL), words(MARGIN, 48, LEGEND, size=SMALL)]
    spoken, top = [], FIRST_TOP
    for label, rows in panels:
        central = measured.losing(rows[0].number.group)
        parts.append(_panel(label, rows, central, top))
        spoken += [f"{label}: central {central}."] + [_spoken(row) for row in rows]
        top += PANEL_TOP + ROW * len(rows) + 20
    if not panels:
        spoken.append("No assumption that was tried changes these numbers.")
        parts.append(words(MARGIN, top + 20, spoken[0], size=SMALL))
        top += 40
    return picture(top, parts, title=title, spoken=" ".join(spoken)) + "\n"


def _shown(swing: Swing, moment: str, group: str) -> bool:
    number = swing.number
    return (number.measure, number.moment, number.group) == (
        "people_losing",
        moment,
        group,
    ) and swing.width >= HALF_A_PERSON


def _spoken(row: Swing) -> str:
    return (
        f"{row.label}: {people(row.at_low)} at {row.low_setting}, "
        f"{people(row.at_high)} at {row.high_setting}."
    )


def _panel(label: str, rows: Sequence[Swing], central: Figure, top: int) -> str:
    values = [value for row in rows for value in (row.central, row.at_low, row.at_high)]
    least, most = min(values), max(values)
    start = LEFT + LABEL_ROOM

    def x(value: float) -> float:
        return start + (WIDTH - RIGHT - start) * (value - least) / (most - least)

    middle = x(rows[0].central)
    bottom = top + PANEL_TOP + ROW * len(rows)
    parts = [
        words(MARGIN, top + 24, label, weight=600, size=SMALL),
        words(middle, top + 46, f"central {central}", anchor="middle", size=SMALL),
        line([(middle, top + 52), (middle, bottom)], SOFT),
    ]
    for place, row in enumerate(rows):
        y = top + PANEL_TOP + ROW * place
        parts.append(words(MARGIN, y + 14, row.label, size=SMALL))
        for value, colour in ((row.at_low, AFTER), (row.at_high, BEFORE)):
            first, last = sorted((middle, x(value)))
            parts.append(box(first, y, (max(last - first, 0.5), BAR), colour))
        ends = [end for end in (row.at_low, row.at_high) if end != row.central]
        if (low := min(ends)) < row.central:
            parts.append(words(x(low) - 6, y + 14, people(low), anchor="end", size=SMALL))
        if (high := max(ends)) > row.central:
            parts.append(words(x(high) + 6, y + 14, people(high), size=SMALL))
    return "".join(parts)
