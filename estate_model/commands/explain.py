"""Explain a word of the tool from what the code and the data say of themselves."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from estate_model.access import MEASURES, Measure
from estate_model.area import OfflineSet
from estate_model.changes import CHANGES, Change
from estate_model.columns import COLUMNS, column_key
from estate_model.commands.load import PARAMETERS
from estate_model.errors import EstateModelError, did_you_mean
from estate_model.inputs.drive_speeds import delays
from estate_model.inputs.find import data_root
from estate_model.inputs.parameters import read_offline_sets, read_profiles
from estate_model.nouns import Profile
from estate_model.scenario import Scenario

Entry = Callable[[], str]


def explain(word: str | None, *, data: Path | None) -> None:
    """Print one explanation or, without a word, the list of what can be explained."""
    kinds = _entries(data_root(data) / PARAMETERS)
    if word is None:
        for kind, entries in kinds.items():
            click.echo(f"{kind}: {', '.join(entries)}")
        return
    known = {name: text for entries in kinds.values() for name, text in entries.items()}
    word = word if word in known else column_key(word)
    if word not in known:
        hint = did_you_mean(word, known)
        raise EstateModelError(f"nothing is called '{word}'{hint} (list: estate-model explain)")
    click.echo(known[word]())


def _entries(parameters: Path) -> dict[str, dict[str, Entry]]:
    profiles = read_profiles(parameters / "profiles.csv", delays(parameters / "drive_speeds.csv"))
    sets = read_offline_sets(parameters / "offline_shares.csv")
    fields = [name for name in Scenario.model_fields if name != "name"]
    return {
        "Measures": {measure.name: partial(_measure, measure) for measure in MEASURES},
        "Changes": {change.verb: partial(_change, change) for change in CHANGES},
        "Scenario fields": {name: partial(_field, name) for name in fields},
        "Columns": {name: partial(str, f"{name}: {text}") for name, text in COLUMNS.items()},
        "Profiles": {key: partial(_profile, profile) for key, profile in profiles.items()},
        "Offline sets": {key: partial(_offline_set, offline) for key, offline in sets.items()},
    }


def _measure(measure: Measure) -> str:
    return (
        f"{measure.title}\nUnit: {measure.unit} ({measure.better} is better)\nFormula: {measure.formula}\n"
        f"When no counter can be reached: {measure.unreachable}\nSource: {measure.source}"
    )


def _change(change: type[Change]) -> str:
    fields = "\n".join(f"  {name}: {info.description}" for name, info in change.model_fields.items())
    return f"{inspect.getdoc(change)}\n{fields}\nExample:\n  - {change.example}"


def _field(name: str) -> str:
    info = Scenario.model_fields[name]
    default = "" if info.is_required() else f"\nDefault: {info.get_default(call_default_factory=True)}"
    return f"{name}: {info.description}{default}"


def _profile(profile: Profile) -> str:
    delay = f" x {profile.delay_factor:g} for delay" if profile.delay_factor > 1 else ""
    return (
        f"{profile.label}: {profile.speed_kmh:g} km/h{delay}, ages {profile.age_from} and over\n"
        f"Source: {profile.source}\nConfidence: {profile.confidence}"
    )


def _offline_set(offline: OfflineSet) -> str:
    shares = [f"  {first} to {last or 'oldest'}: {share:.1%}" for first, last, share in offline.shares]
    title = f"{offline.set_id}: share of each age that cannot use the digital counter ({offline.year})"
    return "\n".join([title, *shares, f"Source: {offline.source}"])
