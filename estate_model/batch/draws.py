"""The draws of a choice, on workers: a draw's number alone says what is drawn, whoever makes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from estate_model.analysis.choice.around import Draws
from estate_model.batch.runner import Runner
from estate_model.batch.work import Outcome, guarded
from estate_model.errors import ChoiceError
from estate_model.optimise.best import Search
from estate_model.optimise.problem import Plan
from estate_model.optimise.robust import Errors, draw_of


@dataclass(frozen=True)
class Draw:
    """A draw by its number; the search, the errors and the seed are shared by all."""

    number: int
    group: str = ""
    size: int = 1


def make_draw(draw: Draw, search: Search, errors: Errors, seed: int) -> Outcome:
    """Return a draw's best plan, None where there is none; never raises."""
    return guarded(draw, lambda one: Outcome(facts={"plan": draw_of(search, errors, seed, one.number)}))


def draws_by(runner: Runner) -> Draws:
    """Return what makes draws by a runner.

    It raises ChoiceError where no plan is found in time. A draw that workers fail at for another reason is
    made in this process.
    """

    def draws_of(search: Search, errors: Errors, *, draws: int, seed: int) -> Iterator[Plan | None]:
        pieces = [Draw(number) for number in range(draws)]
        for draw, outcome in runner.each(make_draw, pieces, search, errors, seed):
            if outcome.error and not outcome.again:
                raise ChoiceError(outcome.error)
            yield draw_of(search, errors, seed, draw.number) if outcome.error else outcome.facts["plan"]

    return draws_of
