"""rank, choose, frontier: whether there was a better choice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from estate_model.cli.choose_bases import BASES, choose_bases
from estate_model.cli.completion import scenarios, sites
from estate_model.cli.options import (
    DATA,
    OUT,
    SCHEDULER,
    STREETS,
    WORKERS,
    Amount,
    Place,
    pairs_in,
    weight_of,
    words_in,
    workers_of,
)  # fmt: skip
from estate_model.inputs.store.find import check_names

Command = Callable[..., None]
OBJECTIVES = ("median", "cover", "centre", "worst-borough", "mix")
GROUPS_HELP = "Who counts, such as offline_central, offline_low, everyone or aged_65_plus."
SCOPE = (
    click.option("--candidates", type=click.Choice(["scenario", "all"]), default="scenario",
                 show_default=True, help="Counters open before or after, or all sites on record."),
    click.option("--group", default="offline_central", show_default=True, help=GROUPS_HELP),
    click.option("--profile", default="", help="Which of the scenario's ways of travel; default: the first."),
    click.option("--when", help="Moments with weights, as in 'night=2,Sunday evening'; else the week."),
    click.option("--cap-minutes", type=Amount(1, 1440), default=240.0, show_default=True,
                 help="What a longer journey, or none, counts as."),
)  # fmt: skip
PATTERNS = (
    click.option("--pattern", "patterns", multiple=True, metavar="NAME=HOURS",
                 help="An opening pattern, in place of the scenario's; may be given again."),
    click.option("--own-hours", is_flag=True, help="Each counter has its own hours or is closed."),
)  # fmt: skip
RULES = (
    click.option("--objective", type=click.Choice(OBJECTIVES), default="median", show_default=True,
                 help="What is made least (cover: people over the headline limit)."),
    click.option("--worst-share", type=Amount(0, 1), default=0.5, show_default=True,
                 help="With mix: the worst borough's weight."),
    click.option("--must-keep", default="", shell_complete=sites,
                 help="Sites that stay, as in 'acton,brixton'."),
    click.option("--must-close", default="", shell_complete=sites, help="Sites that close."),
    click.option("--each-borough", is_flag=True, help="At least one in each borough with a candidate."),
    click.option("--all-day", type=click.IntRange(0), help="Exactly this many open 24/7."),
    click.option("--reduced-at-most", type=click.IntRange(0), help="At most this many that are not 24/7."),
    click.option("--worst-borough-at-most", type=Amount(0),
                 help="No borough's mean minutes (with cover: share over) above this."),
    click.option("--concentration-at-most", type=Amount(-1, 1),
                 help="The concentration index of minutes over deprivation at most this."),
    click.option("--costs", type=Place(),
                 help="CSV: site_id, fixed, per_hour ('*' = the rest)."),
    click.option("--time-limit", type=Amount(min=1), default=300.0, show_default=True,
                 help="Seconds for each search, and for all counters forced together."),
)  # fmt: skip
MANY = 10
LIMITS = (
    click.option("--keep", type=click.IntRange(1), help="Exactly this many counters."),
    click.option("--hours", help="At most these staffed hours a week; 'same' = the scenario's."),
    click.option("--budget", type=Amount(0), help="At most this cost; needs --costs."),
    click.option("--worst-decile-at-most", type=Amount(0),
                 help="Of the plans listed, the best whose worst-off tenth has at most these minutes."),
    click.option("--alternatives", type=click.IntRange(1),
                 help="How many of the best plans are listed; default 10 with --keep, else 1. Over 1, also "
                 "what each counter is worth: the cost of forcing it the other way."),
    click.option("--within", type=Amount(0, 100), default=2.0, show_default=True,
                 help="How many percent above the best they may be."),
    click.option("--draws", type=click.IntRange(0), default=0, show_default=True,
                 help="Choose again under so many drawn errors, other offline sets and profiles; the draws "
                 "on --workers or a --scheduler, if you like."),
    click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Of the draws."),
)  # fmt: skip


def _with(*groups: tuple[Callable[[Command], Command], ...]) -> Callable[[Command], Command]:
    """Return a decorator that adds options in the order given."""

    def add(function: Command) -> Command:
        for option in reversed([option for group in groups for option in group]):
            function = option(function)
        return function

    return add


@click.command()
@click.argument("scenario", shell_complete=scenarios)
@_with(SCOPE, (OUT, DATA, STREETS))
def rank(scenario: str, **options: Any) -> None:  # noqa: ANN401 - what click read
    """Say what closing each open counter alone would do, and what reopening each closed one would win.

    \b
    Example:
      estate-model rank met-2026-decision
    """
    check_names((scenario,))
    from estate_model.commands.choose import rank as run_rank

    run_rank(_place(scenario, options), _scope(options))


@click.command()
@click.argument("scenario", shell_complete=scenarios)
@BASES
@_with(LIMITS, (WORKERS, SCHEDULER), RULES, PATTERNS, SCOPE, (OUT, DATA, STREETS))
@click.pass_context
def choose(context: click.Context, /, scenario: str, bases: int | None, **options: Any) -> None:  # noqa: ANN401
    """Find the best counters and opening patterns for SCENARIO's place and week, proven optimal.

    Say how much there is: --keep, --hours or --budget. With --keep alone, the opening patterns are mixed as
    in the scenario. With --bases, find the sites that put most wards within the pledge's walk of an officers'
    base. Needs the extra 'choose' (HiGHS).

    \b
    Example:
      estate-model choose met-2026-decision --keep 27
      estate-model choose met-2026-decision --hours same --each-borough
      estate-model choose met-2026-decision --keep 27 --draws 100 --workers 4
      estate-model choose met-2026-decision --bases 50
    """
    check_names((scenario,))
    if bases is not None:
        choose_bases(context, _place(scenario, options), bases)
        return
    from estate_model.commands.choose import choose as run_choose

    if options["keep"] is None and options["hours"] is None and options["budget"] is None:
        raise click.UsageError("say how much there is: --keep N, --hours H, --budget B, or --bases K")
    if (options["budget"] is None) != (options["costs"] is None):
        raise click.UsageError("--budget and --costs go together")
    workers = workers_of(options["workers"], options["scheduler"])
    if workers.are_asked_for and not options["draws"]:
        raise click.UsageError("--workers and --scheduler are for --draws; say how many")
    run_choose(_place(scenario, options), _scope(options), _request(options), _limits(options), workers)


@click.command()
@click.argument("scenario", shell_complete=scenarios)
@click.option("--by", type=click.Choice(["counters", "hours", "cost"]), default="counters", show_default=True,
              help="What the frontier runs over.")  # fmt: skip
@click.option("--steps", type=click.IntRange(1, 200), default=12, show_default=True,
              help="With hours or cost.")  # fmt: skip
@_with(RULES, PATTERNS, SCOPE, (OUT, DATA, STREETS))
def frontier(scenario: str, by: str, steps: int, **options: Any) -> None:  # noqa: ANN401 - what click read
    """Find the least harm for every number of counters (staffed hours, cost), and SCENARIO beside it.

    \b
    Example:
      estate-model frontier met-2026-decision
      estate-model frontier met-2026-decision --by hours --objective cover
    """
    check_names((scenario,))
    from estate_model.analysis.choice.frontier import Scale
    from estate_model.commands.choose import frontier as run_frontier

    if (by == "cost") != (options["costs"] is not None):
        raise click.UsageError("--by cost and --costs go together")
    run_frontier(
        _place(scenario, options),
        _scope(options),
        _request(options),
        _limits(options),
        Scale(kind=by, steps=steps),
    )


def _place(scenario: str, options: dict[str, Any]) -> Any:  # noqa: ANN401 - its module is imported when called
    from estate_model.commands.choose import Place

    keys = ("out", "data", "streets")
    return Place(scenario=scenario, costs=options.get("costs"), **{key: options[key] for key in keys})


def _scope(options: dict[str, Any]) -> Any:  # noqa: ANN401
    from estate_model.analysis.choice.scope import ChoiceScope
    from estate_model.opening import read_hours

    patterns = [
        (name, read_hours(hours)) for name, hours in pairs_in(options.get("patterns", ()), "--pattern")
    ]
    when = pairs_in((text for text in (options["when"] or "").split(",") if text.strip()), "--when")
    if patterns and options.get("own_hours"):
        raise click.UsageError("--pattern and --own-hours exclude one another")
    return ChoiceScope(
        candidates=options["candidates"],
        own_hours=bool(options.get("own_hours")),
        patterns=tuple(patterns),
        when=tuple((name, weight_of(weight)) for name, weight in when),
        group=options["group"],
        profile=options["profile"],
        cap_minutes=options["cap_minutes"],
    )


def _request(options: dict[str, Any]) -> Any:  # noqa: ANN401
    from estate_model.analysis.choice.request import PlanRequest
    from estate_model.inputs.scenario.site_costs import read_costs

    same = options.get("hours") == "same"
    hours = None if options.get("hours") is None or same else _hours(options["hours"])
    plain = (
        "objective", "worst_share", "each_borough", "all_day", "reduced_at_most", "worst_borough_at_most",
        "concentration_at_most", "keep", "budget", "worst_decile_at_most",
    )  # fmt: skip
    return PlanRequest(
        hours=hours,
        same_hours=same,
        costs=read_costs(options["costs"]) if options["costs"] is not None else {},
        must_keep=words_in(options["must_keep"]),
        must_close=words_in(options["must_close"]),
        **{key: options[key] for key in plain if options.get(key) is not None},
    )


def _hours(text: str) -> float:
    try:
        hours = float(text.replace(",", ""))
    except ValueError:
        hours = -1.0
    if not 0 <= hours < float("inf"):
        raise click.UsageError(f"--hours: '{text}' is neither a number of hours nor 'same'")
    return hours


def _limits(options: dict[str, Any]) -> Any:  # noqa: ANN401
    from estate_model.analysis.choice.around import SearchLimits

    if "alternatives" not in options:
        return SearchLimits(seconds=options["time_limit"])
    return SearchLimits(
        number=options["alternatives"] or (MANY if options["keep"] or options["worst_decile_at_most"] else 1),
        within=options["within"] / 100,
        draws=options["draws"],
        seed=options["seed"],
        seconds=options["time_limit"],
    )
