"""The draws of a choice are the same wherever they are made: here, on two workers, on a scheduler's."""

import sys

import pytest

from estate_model.batch import draws as on_workers
from estate_model.batch.draws import Draw, draws_by
from estate_model.batch.runner import Here
from estate_model.batch.work import Outcome
from estate_model.errors import BatchError, ChoiceError
from tests.analysis.choice.test_commands import TWO_OF_THREE
from tests.batch.conftest import bytes_of
from tests.test_cli import invoke


@pytest.fixture(scope="module")
def choose(two_areas, tmp_path_factory):
    path = tmp_path_factory.mktemp("scenario") / "three.yaml"
    path.write_text(TWO_OF_THREE)

    def chosen(*words):
        out = tmp_path_factory.mktemp("out")
        invoke("choose", path, "--keep", "2", "--data", two_areas, "--out", out, *words)
        return bytes_of(out)

    return chosen


@pytest.fixture(scope="module")
def serial(choose):
    return choose("--draws", "5")


def test_two_workers_make_the_same_draws(choose, serial):
    pytest.importorskip("distributed", reason="the extra 'batch' is not installed")
    assert choose("--draws", "5", "--workers", "2") == serial


def test_a_scheduler_s_workers_make_the_same_draws(choose, serial, scheduler):
    assert choose("--draws", "5", "--scheduler", scheduler) == serial
    assert choose("--draws", "4") != serial


def test_without_dask_it_says_what_to_install_before_any_work(choose, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.delitem(sys.modules, "estate_model.batch.on_dask", raising=False)
    with pytest.raises(
        BatchError, match=r"--workers and --scheduler need Dask: pip install 'estate-model\[batch\]'"
    ):
        choose("--draws", "5", "--workers", "2")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--workers", "2"), "--workers and --scheduler are for --draws; say how many"),
        (("--draws", "2", "--workers", "2", "--scheduler", "tcp://a:1"), "exclude one another"),
        (("--draws", "2", "--workers", "0"), "0 is not in the range"),
    ],
)
def test_workers_without_draws_or_in_two_places_are_refused(two_areas, words, said):
    result = invoke("choose", "quillhaven-two-stay", "--keep", "2", "--data", two_areas, *words)
    assert result.exit_code == 2
    assert said in " ".join(result.output.split())


class Broken:
    """A runner whose workers cannot do the draw of one number."""

    def __init__(self, outcome):
        self.outcome = outcome

    def each(self, call, pieces, *shared):
        for piece, outcome in Here().each(call, pieces, *shared):
            yield piece, self.outcome if piece == Draw(1) else outcome


def _plan(search, errors, seed, number):
    return (search, errors, seed, number)


def test_a_draw_that_no_worker_could_make_is_made_here(monkeypatch):
    monkeypatch.setattr(on_workers, "draw_of", _plan)
    lost = Broken(Outcome(error="no worker finished it", again=True))
    assert list(draws_by(lost)("s", "e", draws=3, seed=7)) == [("s", "e", 7, number) for number in range(3)]


def test_a_draw_without_a_plan_in_time_ends_the_choice(monkeypatch):
    monkeypatch.setattr(on_workers, "draw_of", _plan)
    late = Broken(Outcome(error="no plan was found in 1 seconds"))
    with pytest.raises(ChoiceError, match="no plan was found in 1 seconds"):
        list(draws_by(late)("s", "e", draws=3, seed=7))
