"""When: every moment and way of travel, the curve of minutes, and counters open through the week."""

from __future__ import annotations

from estate_model.analysis.curve import CURVE_MINUTES
from estate_model.nouns import WHEN, Estate, Impact
from estate_model.nouns.figure import SHARE, Figure
from estate_model.opening import week_pieces
from estate_model.outputs.annex.content import Bullets, Cell, Picture, Section, Table
from estate_model.outputs.annex.sections.where import moments_table
from estate_model.outputs.drawing.pictures.charts import DAYS, HOURS_A_DAY, Panel, curves, week
from estate_model.outputs.drawing.svg import WIDTH
from estate_model.outputs.report import Report
from estate_model.outputs.words.figures import first_upper, listed
from estate_model.outputs.words.measured import whole_area
from estate_model.outputs.words.public_transport import journeys_text
from estate_model.outputs.words.sentences import moment_words, moments_text, week_text
from estate_model.outputs.words.sources import walking_caveat
from estate_model.outputs.words.text import Text, joined
from estate_model.units import SECONDS_PER_HOUR

MOST_PANELS = 6


def when(report: Report) -> Section:
    """Return what changes at each moment, by each way of travel, and through the week."""
    week = joined(week_text(whole_area(report, report.headline_impacts[0])), Text(walking_caveat(report)))
    sentences = Bullets((*moments_text(report).values(), *journeys_text(report), week))
    lead = Text("What changes depends on when residents set out. At each moment:")
    moments = moments_table(report, report.headline_impacts)
    blocks = (lead, sentences, moments, curve_figure(report), week_figure(report))
    return Section("When: through the day and the week", blocks)


def curve_figure(report: Report) -> Picture:
    """Return who is within how many minutes, before and after; moments with the same curves share a panel."""
    table = report.results.analyses["curve"]
    panels: dict[tuple[float, ...], list[Impact]] = {}
    for impact in report.headline_impacts:
        mine = table[table["moment"] == impact.moment.name]
        key = (*mine["share_within_before"].round(6), *mine["share_within_after"].round(6))
        panels.setdefault(key, []).append(impact)
    count = len(CURVE_MINUTES)
    drawn = [
        Panel(
            title=first_upper(listed([moment_words(impact) for impact in impacts])),
            before=tuple(zip(CURVE_MINUTES, key[:count], strict=True)),
            after=tuple(zip(CURVE_MINUTES, key[count:], strict=True)),
        )
        for key, impacts in list(panels.items())[:MOST_PANELS]
    ]
    svg, height = curves(drawn, last=CURVE_MINUTES[-1])
    heads = [f"{panel.title.split(' (')[0]}, {when} (%)" for panel in drawn for when in WHEN]
    lines = [points for panel in drawn for points in (panel.before, panel.after)]
    rows = tuple(
        (Cell(f"{minutes} minutes"), *(Cell.of(_share(points[place][1])) for points in lines))
        for place, minutes in enumerate(CURVE_MINUTES)
    )
    way = report.headline_impacts[0].profile.label
    title = f"Residents within 5 to {CURVE_MINUTES[-1]} minutes of an open counter, {way}"
    data = Table(title=title, columns=("Within", *_apart(heads)), rows=rows, note="From curve.csv.")
    said = [
        f"{panel.title}: within 45 minutes {_share(dict(panel.before)[45])} before, "
        f"{_share(dict(panel.after)[45])} after"
        for panel in drawn
    ]
    alt = f"Line charts of the share of residents within a number of minutes. {'; '.join(said)}."
    return Picture(title=title, alt=alt, svg=svg, data=data, width=WIDTH, height=height)


def _share(share: float) -> Figure:
    return Figure(value=share, unit=SHARE)


def _apart(heads: list[str]) -> list[str]:
    """Return headings, made different where two are the same."""
    return [
        head if heads.index(head) == place else f"{head} [{place + 1}]" for place, head in enumerate(heads)
    ]


def week_figure(report: Report) -> Picture:
    """Return the number of counters open at every hour of the week."""
    before, after = (_steps(report, estate) for estate in (report.results.before, report.results.after))
    svg, height = week(list(before.items()), list(after.items()))
    times = sorted({*before, *after})
    rows = tuple(
        (
            Cell(f"{DAYS[int(hour // HOURS_A_DAY)]} {_clock(hour)}"),
            _open_at(before, hour),
            _open_at(after, hour),
        )
        for hour in times
    )
    title = "Front counters open through the week"
    data = Table(
        title="Front counters open, from each time at which that changes",
        columns=("From", "Counters before", "Counters after"), rows=rows,
        note=f"The week of {report.results.scenario.week_start.isoformat()}; hours are in counters.csv.",
    )  # fmt: skip
    alt = (
        f"Stepped line chart. Counters open at once: before, {_range(before)}; after, {_range(after)}. "
        "The table has every step."
    )
    return Picture(title=title, alt=alt, svg=svg, data=data, width=WIDTH, height=height)


def _steps(report: Report, estate: Estate) -> dict[float, int]:
    """Return how many counters are open from each hour of the week at which that number changes."""
    start, holidays = report.results.scenario.week_start, report.results.area.holidays
    pieces = week_pieces({site.site_id: site.hours for site in estate.counters}, start, holidays)
    first, steps, last = pieces[0].start, {}, -1
    for piece in pieces:
        if len(piece.open_ids) != last:
            last = len(piece.open_ids)
            steps[(piece.start - first).total_seconds() / SECONDS_PER_HOUR] = last
    return steps


def _open_at(steps: dict[float, int], hour: float) -> Cell:
    count = steps[max(begin for begin in steps if begin <= hour)]
    return Cell(str(count), float(count))


def _clock(hour: float) -> str:
    minutes = round(hour % HOURS_A_DAY * 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _range(steps: dict[float, int]) -> str:
    low, high = min(steps.values()), max(steps.values())
    return f"{low} at all times" if low == high else f"{low} to {high}"
