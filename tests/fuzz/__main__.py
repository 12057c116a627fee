"""``python -m tests.fuzz --inputs 2000 --seed 1``: spoil inputs, and look for tracebacks, hangs and silence."""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from pathlib import Path

import click

from tests.fuzz.search import search

MOST_BYTES = 6_000_000_000


@click.command()
@click.option("--inputs", default=2000, show_default=True, help="About how many inputs are tried.")
@click.option("--seed", default=1, show_default=True, help="What the inputs are drawn from.")
@click.option("--only", type=int, help="Try one input again: the number that a wrong outcome names.")
def main(inputs: int, seed: int, only: int | None) -> None:
    """Try spoiled inputs of every kind; exit with 1 where one ends in anything but an answer or a clear error."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    with tempfile.TemporaryDirectory() as name:
        os.environ["ESTATE_MODEL_CACHE"] = str(Path(name) / "kept")
        report = search(inputs, seed, Path(name), only=only)
    for line in report.lines():
        click.echo(line)
    click.echo(f"{time.process_time():.0f} s of processor time, {len(report.wrong)} wrong")
    sys.exit(1 if report.wrong else 0)


if __name__ == "__main__":
    main()
