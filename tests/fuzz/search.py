"""Try many inputs and gather what is wrong."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random

from tests.fuzz.kinds import SHARES, Kinds
from tests.fuzz.limits import ACCEPTED, REFUSED, outcome


@dataclass
class Report:
    """How many inputs of each kind were accepted and refused, and what was wrong with which."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    cpu_seconds: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """Yield a line for each kind, and one for each wrong outcome."""
        for kind in SHARES:
            accepted, refused = self.counts[kind, ACCEPTED], self.counts[kind, REFUSED]
            tried = sum(number for (name, _), number in self.counts.items() if name == kind)
            yield f"{kind:14} {tried:6,} tried, {accepted:5,} accepted, {refused:5,} refused, {self.cpu_seconds[kind]:.1f} s"
        yield from self.wrong


def search(inputs: int, seed: int, folder: Path, *, only: int | None = None) -> Report:
    """Return what came of so many inputs; the same number and seed give the same inputs.

    Each input is drawn from the seed and its own number, so ``only`` tries one again.
    """
    kinds, report = Kinds(folder), Report()
    names = list(SHARES)
    every = {name: max(1, round(inputs * share / sum(SHARES.values()))) for name, share in SHARES.items()}
    order = [name for name in names for _ in range(every[name])]
    for number, name in enumerate(order):
        if only not in (None, number):
            continue
        begin = time.process_time()
        found = outcome(partial(getattr(kinds, name), Random(f"{seed}-{name}-{number}")))  # noqa: S311
        report.cpu_seconds[name] += time.process_time() - begin
        known = found in (ACCEPTED, REFUSED)
        report.counts[name, found if known else "wrong"] += 1
        if not known:
            report.wrong.append(f"WRONG {name} (--seed {seed} --only {number}): {found}")
    return report
