"""``sensitivity.svg``: the widest swings of the first moment's losers, a bar per parameter."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from estate_model.analysis.uncertainty.answers import CENTRAL
from estate_model.analysis.uncertainty.sensitivity import LABELS, Swing
from estate_model.outputs.report import Report
from estate_model.outputs.words.figures import people
from estate_model.people.exposure import EVERYONE, GROUP_LABELS

WIDTH, LEFT, RIGHT, ROW, BAR, PANEL_TOP = 960, 320, 110, 30, 18, 64
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
    'width="{width}" height="{height}" role="img" aria-labelledby="title desc" '
    'font-family="Arial, sans-serif" font-size="14">'
)
HALF_A_PERSON = 0.5
LEGEND = "Dark: at the low setting. Orange: at the high one. Settings are in sensitivity.csv."
LOW_COLOUR, HIGH_COLOUR, INK, RULE = "#12436D", "#F46A25", "#1A1A1A", "#6B6B6B"


def tornado(report: Report, swings: Sequence[Swing]) -> str:
    """Return a drawing with a panel for residents and one for those likely offline.

    Every bar is written out in the description too, so nothing is told by colour or length alone.
    """
    moment = report.headline_impacts[0].moment.name
    panels = [
        (GROUP_LABELS[group], [one for one in swings if _shown(one, moment, group)])
        for group in (EVERYONE, CENTRAL)
    ]
    panels = [(label, rows) for label, rows in panels if rows]
    title = (
        f"How many have a journey over {report.losing_minutes} minutes longer at {moment}, when one "
        "assumption at a time is changed"
    )
    body, spoken, top = [], [], 56
    for label, rows in panels:
        body.append(_panel(label, rows, top))
        spoken += [f"{label}: central {people(rows[0].central)}."] + [_spoken(row) for row in rows]
        top += PANEL_TOP + ROW * len(rows) + 20
    if not panels:
        spoken.append("No assumption that was tried changes these numbers.")
        body.append(_text(20, top + 20, spoken[0]))
        top += 40
    return "\n".join(
        [
            SVG.format(width=WIDTH, height=top),
            f'<title id="title">{escape(title)}</title>',
            f'<desc id="desc">{escape(" ".join(spoken))}</desc>',
            f'<rect width="{WIDTH}" height="{top}" fill="#FFFFFF"/>',
            _text(20, 26, title, weight="bold"),
            _text(20, 48, LEGEND),
            *body,
            "</svg>",
            "",
        ]
    )


def _shown(swing: Swing, moment: str, group: str) -> bool:
    number = swing.number
    return (number.measure, number.moment, number.group) == (
        "people_losing",
        moment,
        group,
    ) and swing.width >= HALF_A_PERSON


def _spoken(row: Swing) -> str:
    return (
        f"{LABELS[row.parameter]}: {people(row.at_low)} at {row.low_setting}, "
        f"{people(row.at_high)} at {row.high_setting}."
    )


def _panel(label: str, rows: Sequence[Swing], top: int) -> str:
    values = [value for row in rows for value in (row.central, row.at_low, row.at_high)]
    least, most = min(values), max(values)
    room = WIDTH - LEFT - RIGHT - 100

    def x(value: float) -> float:
        return LEFT + 100 + room * (value - least) / (most - least)

    middle = x(rows[0].central)
    bottom = top + PANEL_TOP + ROW * len(rows)
    parts = [
        _text(20, top + 24, label, weight="bold"),
        _text(middle, top + 46, f"central {people(rows[0].central)}", anchor="middle"),
        f'<line x1="{middle:.1f}" y1="{top + 52}" x2="{middle:.1f}" y2="{bottom}" stroke="{RULE}"/>',
    ]
    for number, row in enumerate(rows):
        y = top + PANEL_TOP + ROW * number
        parts.append(_text(20, y + 14, LABELS[row.parameter]))
        for value, colour in ((row.at_low, LOW_COLOUR), (row.at_high, HIGH_COLOUR)):
            start, end = sorted((middle, x(value)))
            parts.append(
                f'<rect x="{start:.1f}" y="{y}" width="{max(end - start, 0.5):.1f}" height="{BAR}" '
                f'fill="{colour}"/>'
            )
        ends = sorted((min(row.at_low, row.at_high, row.central), max(row.at_low, row.at_high, row.central)))
        parts.append(_text(x(ends[0]) - 6, y + 14, people(ends[0]), anchor="end"))
        parts.append(_text(x(ends[1]) + 6, y + 14, people(ends[1])))
    return "\n".join(parts)


def _text(x: float, y: float, words: str, *, anchor: str = "start", weight: str = "normal") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{INK}" text-anchor="{anchor}" font-weight="{weight}">'
        f"{escape(words)}</text>"
    )
