"""What a reader must know beside the figures: their meaning, what is uncertain, and the sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from estate_model.analysis.counters import CounterChange
from estate_model.nouns import ARRIVAL, ASSUMED, TIMES_ASSUMED
from estate_model.nouns.area import MANIFEST_TITLE, OfflineSet
from estate_model.nouns.network import DRIVE, POSTCODES
from estate_model.nouns.standards import BAND, Standard
from estate_model.outputs.report import Report
from estate_model.outputs.words.figures import first_upper
from estate_model.outputs.words.public_transport import vehicles_text
from estate_model.results import Results
from estate_model.scenario.hours import estate_doubts
from estate_model.scenario.offline_sets import offline_sets
from estate_model.scenario.scenario import Scenario
from estate_model.units import METRES_PER_KILOMETRE

SETTINGS = (
    "operators",
    "moments",
    "round_trips",
    "round_trip_minutes",
    "profiles",
    "offline_sets",
    "own_offline_sets",
    "oldest_ratio",
    "seed",
    "draws",
    "costs",
    "value_of_time",
    "thresholds_minutes",
    "headline_minutes",
    "losing_minutes",
    "opening_at",
    "minutes_needed",
    "soon_minutes",
    "week_start",
)
JOURNEY = (
    "A journey is from a unit postcode to {counter}, {way} unless another way is chosen. {wait}{by_timetable}"
)
NO_WAIT = "Nobody waits at a shut door: a counter shut on arrival does not count. "
LIKELY_OFFLINE = (
    "Likely offline: residents by age, times a national share of that age, “{central}”; in brackets from "
    "“{low}” to “{high}”."
)
NOT_NEED = (
    "It estimates who may be unable to use the digital front counter; it does not count who needs a counter. "
    "Children of 0 to 15 are in none of these figures and are a group of their own; ages within a band are "
    "taken as even."
)
DRIVING = (
    "{label}: the same at every hour of the week; parking, the walk to the car and who has one are not "
    "counted."
)
SCREENED = (
    "On the screening network the first {km:g} km of its walked metres are driven at {near_kmh:g} km/h, the "
    "rest at {far_kmh:g} km/h, both slowed by the profile's delay; {start_seconds:g} seconds are added."
)
LIMIT = (
    "{minutes} minutes is the limit used for the share of the week: the clock times at which a counter open "
    "then is within the limit.{basis} Here it is by the way shown."
)
RANGES = (
    "Other ranges in brackets: of {draws} draws (seed {seed}), one answer in twenty lies below and one in "
    "twenty above. Sizes and sources are in uncertainty.csv, what each alone does in sensitivity.csv. In "
    "intervals.csv those likely offline vary too: “{low}” and “{high}” are taken as the ends of what is "
    "possible and “{central}” as the best single figure."
)
TO_TEST = "To test the assumption, give other hours under 'baseline_hours'."
LIGHT = (
    "A light run: the first profile alone, without ranges, standards, equality, money, map or annex; its "
    "figures are those of a full run."
)
MODELLED = "Figures are modelled. Small numbers are never exact, and parts may not sum to totals."


def definitions(report: Report) -> tuple[str, ...]:
    """Return what the words of the findings mean, a sentence or two each."""
    way = report.headline_impacts[0].profile.label
    minutes = report.results.scenario.headline_minutes
    scenario = report.results.scenario
    ranges: tuple[str, ...] = ()
    if report.intervals:
        names = offline_names(report.results)
        ranges = (RANGES.format(draws=f"{scenario.draws:,}", seed=scenario.seed, **names),)
    on_arrival = scenario.opening_at == ARRIVAL
    journey = JOURNEY.format(
        counter=counter_words(scenario, "front counter"), way=way, wait=NO_WAIT if on_arrival else "",
        by_timetable=vehicles_text(report),
    )  # fmt: skip
    limit = LIMIT.format(minutes=minutes, basis=_basis(report, minutes))
    offline = f"{likely_offline(report.results)} {NOT_NEED}"
    return (journey, *driving(report.results), offline, limit, *ranges, MODELLED)


def driving(results: Results) -> tuple[str, ...]:
    """Say what was assumed of each profile that drives, a sentence each."""
    profiles = [results.area.profiles[key] for key in results.scenario.profiles]
    labels = [first_upper(one.label) for one in profiles if one.mode == DRIVE]
    usual, driving = [DRIVING.format(label=label) for label in labels], results.area.driving
    if not labels or results.network.kind != POSTCODES or driving is None:
        return tuple(usual)
    return (*usual, SCREENED.format(km=driving.near_metres / METRES_PER_KILOMETRE, **asdict(driving)))


def offline_names(results: Results) -> dict[str, str]:
    """Return what the low, the central and the high set of offline shares are called."""
    sets = offline_sets(results.scenario, results.area)
    return {name.removeprefix("offline_"): one.label for name, one in sets.items()}


def likely_offline(results: Results) -> str:
    """Say whom ``likely offline`` means, and what its brackets run between."""
    return LIKELY_OFFLINE.format(**offline_names(results))


def _basis(report: Report, minutes: int) -> str:
    """Return where a limit comes from; nothing where no band of the standards has it."""
    band = _band(report, minutes)
    return f" It is that of: {band.source}." if band else ""


def _band(report: Report, minutes: int) -> Standard | None:
    """Return the band of the standards that has a limit; ``None`` where none has."""
    bands = (one for one in report.results.area.yardsticks.standards if one.status == BAND)
    return next((one for one in bands if (one.threshold, one.unit) == (minutes, "minutes")), None)


def walking_caveat(report: Report) -> str:
    """Return what walking minutes do not test of the headline limit; nothing for other ways of travel."""
    band = _band(report, report.results.scenario.headline_minutes)
    walks = report.headline_impacts[0].profile.walks
    return band.caveat if band and walks else ""


def counter_words(scenario: Scenario, noun: str = "counter") -> str:
    """Say which counter a journey goes to: the nearest that counts."""
    if scenario.opening_at != ARRIVAL:
        return f"the nearest {noun} open at the moment of setting out"
    stay = f" and for {scenario.minutes_needed:g} minutes after" if scenario.minutes_needed else ""
    return f"the nearest {noun} open on arrival{stay}"


def uncertain(report: Report) -> tuple[str, ...]:
    """Return what is not known for sure: the scenarios' own sentences, and what the data say of hours."""
    results = report.results
    both = [one for one in (results.against, results.scenario) if one is not None]
    own = dict.fromkeys(sentence for one in both for sentence in one.uncertain)
    return (*own, *_assumed_hours(report.counters), *doubtful_hours(results), *_other_settings(results))


def doubtful_hours(results: Results) -> tuple[str, ...]:
    """Return what is doubtful in opening hours before and after, a sentence each."""
    week_of, holidays = results.scenario.week_start, results.area.holidays
    return estate_doubts(results.before, results.after, week_of=week_of, holidays=holidays)


def _assumed_hours(changes: Sequence[CounterChange]) -> tuple[str, ...]:
    """Name the counters whose hours, before or after, are an assumption and not on record."""
    steps = [{change.confidence_before, change.confidence_after} for change in changes]
    nothing = [change.site.name for change, step in zip(changes, steps, strict=True) if ASSUMED in step]
    times = [change.site.name for change, step in zip(changes, steps, strict=True) if TIMES_ASSUMED in step]
    said = []
    if times:
        counters = "counter is a daytime one" if len(times) == 1 else "counters are daytime ones"
        said.append(f"{len(times)} {counters}, times not found and assumed: {', '.join(times)}.")
    if nothing:
        counters = "counter" if len(nothing) == 1 else "counters"
        names = ", ".join(nothing)
        said.append(
            f"The opening hours of {len(nothing)} {counters} were not found and are assumed: {names}."
        )
    return (f"{' '.join(said)} {TO_TEST}",) if said else ()


def _other_settings(results: Results) -> tuple[str, ...]:
    """Say which settings of the scenario compared with are not used, since they differ."""
    if results.against is None:
        return ()
    differ = [name for name in SETTINGS if getattr(results.against, name) != getattr(results.scenario, name)]
    if not differ:
        return ()
    used = results.scenario.name
    return (f"The two scenarios differ in {', '.join(differ)}; those of {used} are used for both.",)


def notes(report: Report) -> tuple[str, ...]:
    """Return what must be known of the area's data, after what a light run leaves out."""
    return (*((LIGHT,) if report.is_light else ()), *report.results.area.notes)


def attribution(report: Report) -> tuple[str, ...]:
    """Return whose data are shown, as their licences ask."""
    return tuple(dict.fromkeys((*report.results.area.attribution, *report.results.network.attribution)))


def sources(report: Report) -> tuple[str, ...]:
    """Return where the scenario's facts, the speeds, the offline shares and the data files come from."""
    results, scenario = report.results, report.results.scenario
    both = {**(results.against.sources if results.against else {}), **scenario.sources}
    cited = [
        ", ".join(part for part in (f"{key}: {source.title}", source.date, source.url) if part)
        for key, source in both.items()
    ]
    profiles = [results.area.profiles[key] for key in scenario.profiles]
    speeds = [f"{first_upper(one.label)}: {one.source}." for one in profiles]
    shares = [_offline_source(one) for one in offline_sets(scenario, results.area).values()]
    files = [
        f"{row['path']}: {row['title']}. {row['publisher']}, {row['date']}."
        for row in (*results.area.provenance, *results.network.provenance)
        if "/" not in row["path"] and row["title"] != MANIFEST_TITLE
    ]
    return (*cited, *speeds, *shares, *files)


def _offline_source(offline: OfflineSet) -> str:
    """Return a set's shares by age, its year, and what it was built from."""
    shares = [f"{first} to {last}" if last else f"{first} and over" for first, last, _ in offline.shares]
    listed = ", ".join(
        f"{ages} {share:.1%}" for ages, (_, _, share) in zip(shares, offline.shares, strict=True)
    )
    return f"Offline shares, {offline.label} ({offline.year}): {listed}; {offline.source}."
