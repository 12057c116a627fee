"""batch: many scenarios, many areas."""

from __future__ import annotations

from pathlib import Path

import click

from estate_model.cli.options import DATA, OUT, SCHEDULER, STREETS, WORKERS, words_in, workers_of


@click.command()
@click.argument("scenarios", nargs=-1, required=True, metavar="SCENARIO...")
@click.option("--areas", default="", help="The areas, between commas, or 'all' of the data folder.")
@WORKERS
@SCHEDULER
@click.option("--resume", is_flag=True, help="Keep what is finished, from the same inputs by this program.")
@click.option("--light", is_flag=True, help="Findings, boroughs and the whole area alone: no map, no ranges.")
@OUT
@DATA
@STREETS
def batch(  # noqa: PLR0913 - one for each option
    *,
    scenarios: tuple[str, ...],
    areas: str,
    workers: int | None,
    scheduler: str | None,
    resume: bool,
    light: bool,
    out: Path,
    data: Path | None,
    streets: str | None,
) -> None:
    """Run many scenarios, each in its own area or, where it names none, in every one of --areas.

    A SCENARIO is a file, a folder of files, or a CSV with a scenario a row. A scenario for many areas names
    no building: it changes nothing, or says 'set_hours: all'. National tables and a league of areas are
    written beside the runs.

    \b
    Example:
      estate-model batch as-it-stands.yaml --areas all --data mydata --workers 4
      estate-model batch ideas.csv --areas essex --data mydata --light --resume
    """
    from estate_model.commands.workers import runner_of

    with runner_of(workers_of(workers, scheduler), loading="estate_model.batch.task") as runner:
        from estate_model.batch.plan import Wish
        from estate_model.commands.batch import run_batch
        from estate_model.inputs.store.find import data_root

        wish = Wish(areas=words_in(areas), data=data_root(data).resolve(), streets=streets, light=light)
        run_batch(scenarios, wish, runner, out=out, resume=resume)
