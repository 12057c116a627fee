"""Write a first scenario: from options, or from answers to a few questions. Nothing is ever overwritten."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import click

from estate_model.api.loading import load_area, loaded
from estate_model.commands.answer import put
from estate_model.commands.asking import ask
from estate_model.commands.new_scenario import NewScenario, content_of, file_name, yaml_of
from estate_model.commands.progress import tell, warn
from estate_model.errors import HoursError, did_you_mean
from estate_model.inputs.scenario.first_file import refuse_taken, write_first
from estate_model.inputs.scenario.schema_files import SCHEMA_OF
from estate_model.inputs.store.find import area_ids, data_root
from estate_model.nouns import CLOSED, Estate
from estate_model.nouns.area import Area
from estate_model.opening import read_hours
from estate_model.scenario.changes.base import nearest_site
from estate_model.scenario.days import day_written, in_our_time

USUAL_HOURS = "Mo-Fr 10:00-18:00"
WIDTH = 100


@dataclass(frozen=True, kw_only=True)
class Given:
    """What was said by options; ``None`` or empty where nothing was."""

    area: str | None = None
    on: dt.date | None = None
    close: str = ""
    reopen: str = ""
    hours: tuple[str, ...] = ()
    title: str = ""
    question: str = ""

    @property
    def is_enough(self) -> bool:
        """Whether changes were said, so that nothing is asked."""
        return bool(self.close or self.reopen or self.hours)


def init(path: Path | None, given: Given, data: Path | None) -> None:
    """Write a scenario that ``check`` finds in order, and its schema beside it."""
    if path is not None:
        refuse_taken(path)
    area = load_area(_area_id(given, data), data=data)
    new = _by_options(area, given) if given.is_enough else _by_questions(area, given)
    if path is None:
        usual = file_name(new.title)
        path = Path(usual if given.is_enough else ask("File", str, default=usual))
    refuse_taken(path)
    loaded({**content_of(new), "name": path.stem}, data)  # raises with every fault
    schema = write_first(path, yaml_of(new, SCHEMA_OF["scenario"].name))
    put(file=str(path), schema=str(schema), scenario=content_of(new))
    tell(f"{path}: written, and in order\nRun it:  estate-model run {path}")


def _area_id(given: Given, data: Path | None) -> str:
    """Return the area meant; asked for where no option says it."""
    areas = area_ids(data_root(data))
    if given.area is not None:
        return given.area
    if given.is_enough:
        raise click.UsageError(f"say which --area (there are: {', '.join(areas)})")

    def known(word: str) -> str:
        if word not in areas:
            raise click.UsageError(f"no area '{word}'{did_you_mean(word, areas)}")
        return word

    only = areas[0] if len(areas) == 1 else None
    return ask(f"Area ({', '.join(areas)})", known, default=only, among=areas)


def _latest(area: Area) -> dt.date:
    """Return the first day of the latest hours on record."""
    return max((row.valid_from for row in area.hours), default=dt.date(2025, 1, 1))


def _by_options(area: Area, given: Given) -> NewScenario:
    new = NewScenario(
        area=area, baseline=given.on or _latest(area), given_title=given.title, given_question=given.question
    )
    estate = area.estate_on(new.baseline)
    pairs = [text.partition("=") for text in given.hours]
    if wrong := next((text for text in given.hours if "=" not in text), None):
        raise click.UsageError(f"--hours: '{wrong}' is not ID=HOURS, such as 'acton={USUAL_HOURS}'")
    return replace(
        new,
        close=_sites("--close: ", given.close, estate, opened=True),
        reopen=_sites("--open: ", given.reopen, estate, opened=False),
        hours=tuple((_sites("--hours: ", ids, estate, opened=True), _hours(text)) for ids, _, text in pairs),
    )


def _by_questions(area: Area, given: Given) -> NewScenario:
    day = given.on or ask("The estate as it stood on", _day, default=_latest(area).isoformat())
    estate = area.estate_on(day)
    counters = [site.site_id for site in estate.counters]
    _show("Open then", counters)
    read = _reader(estate, opened=True)
    close = ask("Which close? (between commas; Enter for none)", read, default="", among=counters)
    changed = ask("Which get other hours?", read, default="", among=counters)
    hours = ask("Their hours", _hours, default=USUAL_HOURS) if changed else ""
    shut = [
        site.site_id for site in estate.sites.values() if not site.is_counter and site.hours_last[0] != CLOSED
    ]
    if shut:
        _show("Shut then, open before", shut)
    again = "Which open again, with the hours they had?"
    reopen = ask(again, _reader(estate, opened=False), default="", among=shut) if shut else ()
    new = NewScenario(
        area=area, baseline=day, close=close, reopen=reopen, hours=((changed, hours),) if changed else (),
    )  # fmt: skip
    new = replace(new, given_title=given.title or ask("Title", str, default=new.title))
    question = given.question or ask("The question it answers", str, default=new.question)
    return replace(new, given_question=question)


def _show(what: str, ids: Iterable[str]) -> None:
    """Show ids to choose from."""
    listed = f"{what}: {', '.join(sorted(ids)) or 'none'}"
    warn(textwrap.fill(listed, width=WIDTH, subsequent_indent="  ", break_on_hyphens=False))


def _reader(estate: Estate, *, opened: bool) -> Callable[[str], tuple[str, ...]]:
    return lambda words: _sites("", words, estate, opened=opened)


def _sites(option: str, words: str, estate: Estate, *, opened: bool) -> tuple[str, ...]:
    """Return the ids of the sites between commas, each by its id or its name, all open or all shut."""
    ids = tuple(
        dict.fromkeys(_site(option, word.strip(), estate) for word in words.split(",") if word.strip())
    )
    for key in ids:
        if estate.sites[key].is_counter != opened:
            raise click.UsageError(f"{option}'{key}' is {'shut' if opened else 'open'} on that day")
    return ids


def _site(option: str, word: str, estate: Estate) -> str:
    named = [key for key, site in estate.sites.items() if site.name.lower() == word.lower()]
    if word not in estate.sites and len(named) != 1:
        raise click.UsageError(f"{option}no site '{word}'{nearest_site(word, estate)}")
    return word if word in estate.sites else named[0]


def _day(text: str) -> dt.date:
    try:
        return in_our_time(day_written(text))
    except ValueError as error:
        raise click.UsageError(str(error)) from None


def _hours(text: str) -> str:
    try:
        return read_hours(text)
    except HoursError as error:
        raise click.UsageError(str(error)) from None
