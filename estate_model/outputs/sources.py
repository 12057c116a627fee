"""What a reader must know beside the figures: what is uncertain, and where everything comes from."""

from __future__ import annotations

from estate_model.model import Results
from estate_model.outputs.counters import ASSUMED, counter_changes
from estate_model.outputs.report import Report


def uncertain(report: Report) -> tuple[str, ...]:
    """Return what is not known for sure: the scenario's own sentences, and what the data say of hours."""
    return (*report.results.scenario.uncertain, *_assumed_hours(report.results))


def _assumed_hours(results: Results) -> tuple[str, ...]:
    """Name the counters whose hours, before or after, are an assumption and not on record."""
    names = [
        change.site.name
        for change in counter_changes(results)
        if ASSUMED in (change.confidence_before, change.confidence_after)
    ]
    if not names:
        return ()
    many = "s" if len(names) > 1 else ""
    return (
        (
            f"The opening hours of {len(names)} counter{many} were not found and are assumed: "
            f"{', '.join(names)}. To test the assumption, give other hours under 'baseline_hours'."
        ),
    )


def sources(report: Report) -> tuple[str, ...]:
    """Return where the scenario's facts, the speeds, the offline shares and the data files come from."""
    results, scenario = report.results, report.results.scenario
    both = {**(results.against.sources if results.against else {}), **scenario.sources}
    cited = [
        ", ".join(part for part in (f"{key}: {source.title}", source.date, source.url) if part)
        for key, source in both.items()
    ]
    profiles = [results.area.profiles[key] for key in scenario.profiles]
    speeds = [f"{one.label[:1].upper()}{one.label[1:]}: {one.source}." for one in profiles]
    shares = [
        f"Offline shares, {results.area.offline_sets[key].source}" for key in scenario.offline_sets.ids()
    ]
    files = [
        f"{row['path']}: {row['title']}. {row['publisher']}, {row['date']}."
        for row in results.area.provenance
        if "/" not in row["path"]
    ]
    return (*cited, *speeds, *shares, *files)
