"""Options that several commands share."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable
from math import isfinite
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


class Place(click.Path):
    """A file or folder; an empty text, which would mean the folder one is in, is refused."""

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Path:
        """Return the path."""
        if not str(value).strip():
            self.fail("is empty; give a folder or a file", param, ctx)
        return Path(os.fsdecode(super().convert(value, param, ctx)))


class Amount(click.FloatRange):
    """A number in a range; what is no number (``nan``) lies in none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:  # noqa: ANN401
        """Return the number."""
        number = float(super().convert(value, param, ctx))
        if not isfinite(number):
            self.fail(f"'{value}' is not a number that can be", param, ctx)
        return number


def _day(_context: click.Context, _option: click.Parameter, value: str | None) -> dt.date | None:
    """Return a day written as 2025-10-01."""
    if value is None:
        return None
    from estate_model.scenario.days import day_written, in_our_time

    try:
        return in_our_time(day_written(value))
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def day_option(*names: str, help_text: str) -> Callable[[Command], Command]:
    """Return an option that takes a day."""
    return click.option(*names, callback=_day, metavar="YYYY-MM-DD", help=help_text)


DATA = click.option(
    "--data",
    type=Place(),
    help="Folder of area folders and parameters; default $ESTATE_MODEL_DATA, else the data that came along.",
)
OUT = click.option(
    "--out",
    type=Place(),
    default=Path("maps"),
    show_default=True,
    help="Where run folders go.",
)
STREETS = click.option(
    "--streets",
    type=click.Choice(["postcodes", "osm"]),
    help="The network: postcodes (screening) or osm (streets); default: streets where the area has them.",
)
WORKERS = click.option(
    "--workers", type=click.IntRange(min=1, max=512), help="So many workers on this machine (Dask)."
)
SCHEDULER = click.option(
    "--scheduler", metavar="ADDRESS", help="The workers of a Dask scheduler, as in tcp://host:8786."
)
MODES = click.option(
    "--modes",
    default="walk,cycle,drive",
    show_default=True,
    help="Who may use the streets: some of walk, walk-strict, cycle, drive.",
)
DATED = day_option(
    "--date",
    help_text="The day of the data, where the file does not state it.",
)
GRAPHML = click.option("--graphml", type=Place(), help="A graph saved by OSMnx (ox.save_graphml).")
Formats = tuple[str, ...]
FORMATS = ("html", "docx", "pdf", "xlsx")


def words_in(text: str) -> tuple[str, ...]:
    """Return the words between commas, each once."""
    return tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))


def pairs_in(texts: Iterable[str], option: str) -> list[tuple[str, str]]:
    """Return names and values of ``NAME=VALUE``, each name once; a moment may stand alone, with weight 1."""
    pairs: dict[str, str] = {}
    for text in texts:
        name, sign, value = (part.strip() for part in text.partition("="))
        if not name or (sign and not value) or (option == "--pattern" and not sign):
            raise click.UsageError(f"{option}: '{text.strip()}' is not NAME=VALUE")
        if name in pairs:
            raise click.UsageError(f"{option}: '{name}' is given twice")
        pairs[name] = value or "1"
    return list(pairs.items())


def weight_of(text: str) -> float:
    """Return a moment's weight; raise UsageError where it is none."""
    try:
        weight = float(text)
    except ValueError:
        weight = -1.0
    if not 0 < weight < float("inf"):
        raise click.UsageError(f"--when: '{text}' is not a weight above 0")
    return weight


def _formats(_context: click.Context, _option: click.Parameter, value: str) -> Formats:
    """Return the formats between commas, each once."""
    names = words_in(value.lower())
    unknown = [name for name in names if name not in FORMATS]
    if unknown or not names:
        raise click.BadParameter(f"'{unknown[0] if unknown else value}' is not one of {', '.join(FORMATS)}")
    return names


TO = click.option(
    "--to",
    default="html",
    show_default=True,
    callback=_formats,
    metavar="FORMATS",
    help="The annex's formats: some of html, docx, pdf, xlsx, between commas.",
)


def workers_of(count: int | None, scheduler: str | None) -> Any:  # noqa: ANN401 - of a module imported late
    """Return where work is done; raise UsageError where two places are named."""
    from estate_model.commands.workers import Workers

    if count is not None and scheduler is not None:
        raise click.UsageError("--workers and --scheduler exclude one another")
    return Workers(count=count, scheduler=scheduler)
