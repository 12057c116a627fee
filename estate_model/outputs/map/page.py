"""``map.html``: results as the plain data of a map page, drawn by ``outputs.page``."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version

import geopandas as gpd
import numpy as np
import pandas as pd

from estate_model.analysis.counters import hours_in_words
from estate_model.analysis.equity import NOTES as EQUITY_NOTES
from estate_model.nouns import WHEN, Estate, Floats, Impact, Moment
from estate_model.opening import is_open
from estate_model.outputs.map.explorer import what_if
from estate_model.outputs.map.switches import in_degrees
from estate_model.outputs.page.content import CounterMark, Page, View
from estate_model.outputs.page.render import render_page
from estate_model.outputs.report import Report
from estate_model.outputs.words.details import details
from estate_model.outputs.words.estate import PHRASES, happens_to, open_counters
from estate_model.outputs.words.figures import day_words, first_upper, listed
from estate_model.outputs.words.findings import findings
from estate_model.outputs.words.headlines import headlines
from estate_model.outputs.words.measured import Measured, boroughs, whole_area
from estate_model.outputs.words.sentences import moment_text, moment_words, people_label
from estate_model.outputs.words.sources import attribution, definitions, sources, uncertain

MOST_PARTS = 2

BACKDROP = (
    "Main roads (double lines), railways (dashed) and parks (green) on the map © OpenStreetMap contributors, "
    "ODbL 1.0."
)
Rows = tuple[tuple[str, ...], ...]


def map_page(report: Report, beside: tuple[tuple[str, int], ...] = ()) -> dict[str, bytes]:
    """Return ``map.html``, one file that asks nothing of any network, with links to the files beside it."""
    results = report.results
    title, question, before, after = _headings(report)
    rows, backdrop = _rows(report), () if report.backdrop is None else (BACKDROP,)
    page = Page(
        title=title,
        question=question,
        lead=lead(report),
        before_label=before,
        after_label=after,
        findings=findings(report),
        details=details(report),
        network_note=" ".join((f"{results.network.label}.", results.network.error, results.network.source)),
        cells=report.cells,
        cell_label=results.area.cell_label,
        outlines=_outlines(report.cells),
        counters=_marks(report),
        views=tuple(
            _view(report, impact, rows[impact.profile.profile_id, impact.moment.name])
            for impact in results.impacts
        ),
        table_columns=_table_columns(report),
        uncertain=uncertain(report),
        notes=(*definitions(report), *EQUITY_NOTES, *results.area.notes),
        sources=sources(report),
        what_if=what_if(report),
        labels=results.area.labels,
        beside=beside,
        backdrop=report.backdrop,
        attribution=(*attribution(report), *backdrop, f"Made with estate-model {version('estate-model')}."),
    )
    return {"map.html": render_page(page, report.keep)}


def _headings(report: Report) -> tuple[str, str, str, str]:
    """Return the page's title and question, and what its before and after are called."""
    scenario, against = report.results.scenario, report.results.against
    if against is None:
        before = f"Before: as on {day_words(scenario.baseline)}"
        return scenario.title, scenario.question, before, "After the changes"
    question = f"What changes for residents from “{against.title}” to “{scenario.title}”?"
    return "Two scenarios compared", question, f"Before: {against.name}", f"After: {scenario.name}"


def _table_columns(report: Report) -> tuple[str, ...]:
    return (
        first_upper(report.results.area.labels["borough"]),
        "Residents",
        "Mean minutes before",
        "Mean minutes after",
        "Minutes longer",
        f"Residents with a journey over {report.losing_minutes} minutes longer",
        "Share of residents",
        "Of them likely offline",
        f"Share of week within {report.results.scenario.headline_minutes} minutes, before",
        f"Share of week within {report.results.scenario.headline_minutes} minutes, after",
    )


def _outlines(cells: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the boroughs by name; each has cells, so its outline is that of its cells as drawn."""
    names = pd.Index(sorted(cells["borough_name"].dropna().unique()), name="borough_name")
    return gpd.GeoDataFrame(index=names, geometry=[None] * len(names), crs=cells.crs)


def cell_minutes(cells: pd.DataFrame, when: str) -> Floats:
    """Return mean minutes per cell: ``inf`` = nobody there can reach a counter, ``nan`` = empty."""
    means = np.asarray(cells[f"mean_minutes_{when}"], dtype=np.float64)
    return np.where(np.asarray(cells["people"] > 0) & np.isnan(means), np.inf, means)


def _view(report: Report, impact: Impact, rows: Rows) -> View:
    cells = report.cells_of(impact)
    return View(
        profile_id=impact.profile.profile_id,
        profile_label=impact.profile.label,
        moment=moment_words(impact),
        before_minutes=cell_minutes(cells, "before"),
        after_minutes=cell_minutes(cells, "after"),
        cell_people=np.asarray(cells["people"].fillna(0.0), dtype=np.float64),
        people_label=people_label(impact.profile),
        sentence=moment_text(report, impact).words,
        figures=headlines(whole_area(report, impact)),
        rows=rows,
        shut_before=_shut(report, report.results.before, impact.moment),
        shut_after=_shut(report, report.results.after, impact.moment),
    )


def _shut(report: Report, estate: Estate, moment: Moment) -> tuple[int, ...]:
    """Return the positions, among the counters shown, of those the estate has but shut at that moment."""
    holidays = report.results.area.holidays
    shown = [estate.sites.get(change.site.site_id) for change in report.counters]
    return tuple(
        number
        for number, site in enumerate(shown)
        if site is not None and site.is_counter and not is_open(site.hours, moment.at, holidays)
    )


def _rows(report: Report) -> Mapping[tuple[str, str], Rows]:
    """Return a row of texts per borough, by profile and moment: those where most people lose come first."""
    rows = {}
    for impact in report.results.impacts:
        zones = boroughs(report, impact).items()
        named = sorted(
            (-measured.losing().value, str(report.borough_names[code]), _row(measured))
            for code, measured in zones
        )
        rows[impact.profile.profile_id, impact.moment.name] = tuple((name, *row) for _, name, row in named)
    return rows


def _row(measured: Measured) -> tuple[str, ...]:
    """Return one borough's numbers under ``_table_columns``."""
    _, offline, _ = measured.offline()
    figures = (measured.people("people"), *(measured.minutes(when) for when in WHEN))
    losing = (measured.losing(), measured.share(measured.report.losing_column))
    week = (measured.of_week(when).central for when in WHEN)
    return (
        *(figure.central for figure in figures), _longer(measured), *(figure.central for figure in losing),
        offline.text, *week,
    )  # fmt: skip


def _longer(measured: Measured) -> str:
    """Return the change of the mean, to a tenth of a minute, since the means are shown as whole ones."""
    before, after = (measured.minutes(when).value for when in WHEN)
    return "\u2013" if np.isnan(after - before) else f"{after - before:.1f}".replace("-0.0", "0.0")


def _marks(report: Report) -> tuple[CounterMark, ...]:
    changes = report.counters
    points = in_degrees([change.site for change in changes], report.results.area.crs)
    return tuple(
        CounterMark(
            site_id=change.site.site_id,
            name=change.site.name,
            borough_name=change.borough_name,
            longitude=float(point.x),
            latitude=float(point.y),
            status=change.status,
            hours_before=hours_in_words(change.hours_before, confidence=change.confidence_before),
            hours_after=hours_in_words(change.hours_after, confidence=change.confidence_after),
        )
        for change, point in zip(changes, points, strict=True)
    )


def lead(report: Report) -> str:
    """Say in one sentence what changes and how many residents must travel farther at the first moment."""
    impact = report.headline_impacts[0]
    losing = whole_area(report, impact).losing()
    who = people_label(impact.profile).lower()
    limit = f"over {report.losing_minutes} minutes longer"
    people = f"{losing.central} {who} must travel {limit}" if losing.value else f"nobody must travel {limit}"
    return f"{first_upper(listed([*_changes(report), f'at {impact.moment.name} {people}']))}."


def _changes(report: Report) -> list[str]:
    """Return what happens to counters: closures, openings, moves, hours; the first two of these."""
    before, counts = round(open_counters(report)[0].value), happens_to(report)
    said = [f"{number} {PHRASES[status][number != 1]}" for status, number in counts.items()][:MOST_PARTS]
    if not said:
        return ["no counter changes"]
    first, rest = said[0].split(" ", 1)
    return [f"{first} of {before} counters {rest}", *said[1:]] if "opened" not in counts else said
