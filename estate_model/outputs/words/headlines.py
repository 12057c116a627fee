"""The headline figures of one moment, by name: what tiles and the summary print of them."""

from __future__ import annotations

from dataclasses import replace

from estate_model.nouns import WHEN
from estate_model.nouns.figure import Figure
from estate_model.outputs.words.measured import Measured
from estate_model.outputs.words.sources import offline_names


def headlines(measured: Measured) -> dict[str, Figure]:
    """Return who loses, how many of them are likely offline, mean minutes and the share of the week."""
    report = measured.report
    more = f"a journey over {report.losing_minutes} minutes longer"
    limit = f"{report.results.scenario.headline_minutes} minutes"
    low, central, high = measured.offline()
    names = offline_names(report.results)
    figures = {
        "losing": (measured.losing(), f"residents with {more}"),
        "losing_share": (measured.share(report.losing_column), f"share of residents with {more}"),
        "offline": (central, f"of those with {more}, likely offline"),
        "offline_low": (low, f"of those with {more}, likely offline: {names['low']}"),
        "offline_high": (high, f"of those with {more}, likely offline: {names['high']}"),
    }
    for when in WHEN:
        minutes = f"mean minutes to the nearest open counter, {when}"
        week = f"share of the week with an open counter within {limit}, averaged over residents, {when}"
        figures[f"minutes_{when}"] = (measured.minutes(when), minutes)
        figures[f"week_{when}"] = (measured.of_week(when), week)
    return {name: replace(figure, label=label) for name, (figure, label) in figures.items()}
