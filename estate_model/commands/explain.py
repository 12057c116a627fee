"""Explain a word of the tool from what the code and the data say of themselves."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import click

from estate_model.access import MEASURES, Measure
from estate_model.analysis.demand import MEASURES as DEMAND_MEASURES
from estate_model.analysis.equity import MEASURES as EQUITY_MEASURES
from estate_model.commands.answer import put
from estate_model.commands.progress import tell
from estate_model.errors import EstateModelError, did_you_mean
from estate_model.inputs.area.area_manifest import AreaManifest
from estate_model.inputs.parameters.drive_speeds import delays, read_drive_speeds
from estate_model.inputs.parameters.parameters import read_offline_sets, read_profiles
from estate_model.inputs.parameters.standards import read_yardsticks
from estate_model.inputs.store.find import PARAMETERS, data_root
from estate_model.inputs.store.toml_file import read_model
from estate_model.nouns import Profile
from estate_model.nouns.area import OfflineSet
from estate_model.nouns.standards import Characteristic, Figure, Standard
from estate_model.outputs.tables.columns import COLUMNS, column_key
from estate_model.people.exposure import GROUP_FORMULAS, GROUP_LABELS
from estate_model.scenario.changes import CHANGES, Change
from estate_model.scenario.described import descriptions
from estate_model.scenario.scenario import Scenario

Entry = Callable[[], str]
WIDTH, FEW, MOST = 100, 4, 25
ALL_MEASURES = (*MEASURES, *EQUITY_MEASURES, *DEMAND_MEASURES)
HEAD = """# Methods

What every word of the outputs means: definition, formula, unit and source, from the program's and the data's
own words. Made by `make methods` (`estate-model explain --all`); do not edit.
"""


def explain(word: str | None, *, data: Path | None, every: bool = False) -> None:
    """Print one explanation, ``every`` one as Markdown or, without a word, what can be explained."""
    kinds = _entries(data_root(data))
    if every:
        tell(markdown(kinds), nl=False)
        put(words=[asdict(found) for found in _all(kinds)])
    elif word is None:
        _list(kinds)
    else:
        _tell(word, _all(kinds))


@dataclass(frozen=True)
class Found:
    """A word that is explained: of which kind, its name, and the explanation."""

    kind: str
    name: str
    text: str

    @property
    def title(self) -> str:
        """The first line, after the name where it does not begin with it."""
        first = self.text.partition("\n")[0]
        return first if first.startswith(f"{self.name}:") else f"{self.name}: {first}"

    def speaks_of(self, word: str, *, in_title: bool) -> bool:
        """Whether a word stands in the title, or anywhere; ``_`` and capitals do not matter."""
        text = self.title if in_title else f"{self.title}\n{self.text}"
        return _plain(word) in _plain(text)


def _plain(words: str) -> str:
    return words.lower().replace("_", " ")


def _all(kinds: Mapping[str, Mapping[str, Entry]]) -> list[Found]:
    return [Found(kind, name, entry()) for kind, entries in kinds.items() for name, entry in entries.items()]


def _list(kinds: Mapping[str, Mapping[str, Entry]]) -> None:
    """Print every word, a group for each kind."""
    for kind, entries in kinds.items():
        words = click.wrap_text(", ".join(entries), width=WIDTH, initial_indent="  ", subsequent_indent="  ")
        tell(f"{kind}:\n{words}\n")
    tell("Explain one: estate-model explain WORD. Any other word is looked for in what these say.")
    put(words={kind: list(entries) for kind, entries in kinds.items()})


def _tell(word: str, known: Sequence[Found]) -> None:
    """Print what is called so; else what speaks of it: in full where few do, else a line each."""
    names = {found.name for found in known}
    called = [found for found in known if found.name == (word if word in names else column_key(word))]
    titled = [found for found in known if found.speaks_of(word, in_title=True)]
    speaking = [found for found in known if found.speaks_of(word, in_title=False) and found not in titled]
    found = called or [*titled, *speaking]
    if not found:
        hint = did_you_mean(word, names)
        raise EstateModelError(
            f"nothing is called '{word}', and nothing speaks of it{hint} (list: estate-model explain)"
        )
    put(word=word, words=[asdict(one) for one in found])
    if called or len(found) <= FEW:
        tell("\n\n".join(one.text for one in found))
        return
    tell(f"Nothing is called '{word}'. These speak of it; estate-model explain NAME says more:")
    kind = ""
    for one in found[:MOST]:
        if one.kind != kind:
            tell(f"\n{one.kind}:")
        kind = one.kind
        tell(click.wrap_text(one.title, width=WIDTH, initial_indent="  ", subsequent_indent="    "))
    if len(found) > MOST:
        tell(f"\nand {len(found) - MOST} more")


def markdown(kinds: Mapping[str, Mapping[str, Entry]]) -> str:
    """Return every explanation as one Markdown page: a chapter for each kind, a section for each word."""
    parts = [HEAD]
    for kind, entries in kinds.items():
        parts.append(f"## {kind}\n")
        parts += [f"### {name}\n\n{_as_markdown(entry())}" for name, entry in entries.items()]
    return "\n".join(parts)


def _as_markdown(text: str) -> str:
    """Return a text with its first line as a paragraph and the others as a list, two levels deep."""
    first, *rest = text.replace("*", r"\*").replace("<", "&lt;").splitlines()
    lines = [f"  - {line.strip()}" if line.startswith("  ") else f"- {line}" for line in rest if line.strip()]
    return "\n".join([first, *([""] if lines else []), *lines, ""])


def _entries(root: Path) -> dict[str, dict[str, Entry]]:
    parameters = root / PARAMETERS
    profiles = read_profiles(
        parameters / "profiles.csv", delays(read_drive_speeds(parameters / "drive_speeds.csv"))
    )
    sets = read_offline_sets(parameters / "offline_shares.csv")
    yardsticks = read_yardsticks(parameters)
    fields = [name for name in Scenario.model_fields if name != "name"]
    return {
        "Measures": {measure.name: partial(_measure, measure) for measure in ALL_MEASURES},
        "Standards": {one.standard_id: partial(_standard, one) for one in yardsticks.standards},
        "Groups": {**{key: partial(_group, key) for key in GROUP_LABELS}, **_groups_of_areas(root)},
        "Characteristics": {
            one.characteristic: partial(_characteristic, one) for one in yardsticks.characteristics
        },
        "Changes": {change.verb: partial(_change, change) for change in CHANGES},
        "Scenario fields": {name: partial(_field, name) for name in fields},
        "Columns": {name: partial(str, f"{name}: {text}") for name, text in COLUMNS.items()},
        "Profiles": {key: partial(_profile, profile) for key, profile in profiles.items()},
        "Offline sets": {key: partial(_offline_set, offline) for key, offline in sets.items()},
        "Figures": {key: partial(_figure, figure) for key, figure in yardsticks.figures.items()},
    }


def _measure(measure: Measure) -> str:
    return (
        f"{measure.title}\nUnit: {measure.unit}; better: {measure.better}\nFormula: {measure.formula}\n"
        f"When no counter can be reached: {measure.unreachable}\nSource: {measure.source}"
    )


def _change(change: type[Change]) -> str:
    fields = "\n".join(f"  {name}: {text}" for name, text in descriptions(change).items())
    return f"{inspect.getdoc(change)}\n{fields}\nExample:\n  - {change.example}"


def _field(name: str) -> str:
    info = Scenario.model_fields[name]
    default = "" if info.is_required() else f"\nDefault: {getattr(Scenario.model_construct(), name)}"
    return f"{name}: {descriptions(Scenario)[name]}{default}"


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


def _standard(one: Standard) -> str:
    needed = "no target was published" if one.share_needed is None else f"{one.share_needed:.0%} needed"
    where = {"area": "of the area", "borough": "of every borough"}[one.level]
    applies = f"\nMade for: boroughs whose codes begin with {one.applies_to}" if one.applies_to else ""
    but = f", but not {', '.join(one.not_in)}" if one.not_in else ""
    return (
        f"{one.title} ({one.status})\nDefinition: {one.definition}\n"
        f"Threshold: {one.threshold:g} {one.unit}; {needed}, {where}\n"
        f"Measured: {one.measured}{applies}{but}\n{_proof(one)}"
    )


def _group(key: str) -> str:
    return f"{GROUP_LABELS[key]}\nUnit: people (modelled)\nFormula: {GROUP_FORMULAS[key]}"


def _groups_of_areas(root: Path) -> dict[str, Entry]:
    """Return an entry for each group, class and demand that an area of the data folder has."""
    entries: dict[str, Entry] = {}
    for manifest in sorted(root.glob("*/area.toml")):
        for one in read_model(manifest, AreaManifest).counted:
            entries.setdefault(one.id, partial(_of_area, one.model_dump(), manifest.parent.name))
    return entries


def _of_area(one: Mapping[str, str], area: str) -> str:
    base = f" / {one['base_column']}" if "base_column" in one else ""
    unit, counted = one.get("unit", one.get("meaning", "")), f"{one['column']}{base}"
    return (
        f"{one['label']} (area {area})\nUnit: {unit}\nFormula: {counted}, by zone, in groups.csv\n"
        f"Source: {one['source']} ({one['date']})"
    )


def _characteristic(one: Characteristic) -> str:
    protected = {"yes": "protected", "no": "not protected", "in part": "protected in part"}[one.protected]
    return (
        f"{one.characteristic.capitalize()}: {protected} under section 149 of the Equality Act 2010\n"
        f"Tested by groups called: {', '.join(one.patterns)}\nWithout one: {one.cannot_test}\n{_proof(one)}"
    )


def _figure(figure: Figure) -> str:
    return (
        f"{figure.key}: {figure.value:g} {figure.unit} ({figure.geography})\nNotes: {figure.notes}\n"
        f"{_proof(figure)}"
    )


def _proof(one: Standard | Characteristic | Figure) -> str:
    link = f", {one.url}" if one.url else ""
    return f"Source: {one.source} ({one.date}){link}\nConfidence: {one.confidence}"
