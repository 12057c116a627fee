"""A batch on Dask's workers writes the same bytes as one after another; a worker that is killed loses nothing."""

import os
import signal

import pytest

from estate_model.batch.runner import Queue
from estate_model.batch.work import Outcome
from estate_model.commands import batch as command
from estate_model.errors import BatchError
from tests.batch.conftest import TEMPLATE, bytes_of
from tests.test_cli import invoke

pytest.importorskip("distributed", reason="the extra 'batch' is not installed")
import psutil

from estate_model.batch import on_dask, program


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """Five scenarios for any area, one of which fails."""
    folder = tmp_path_factory.mktemp("scenarios")
    for hour in (12, 14, 16, 18):
        (folder / f"until-{hour}.yaml").write_text(TEMPLATE.replace("17:00", f"{hour}:00"))
    (folder / "wrong.yaml").write_text(TEMPLATE.replace("all", "nowhere"))
    return folder


def batch(many, data, out, *words):
    words = ("batch", many, "--areas", "all", "--data", data, "--out", out, "--light", *words)
    with pytest.raises(BatchError, match="2 failed; the others are written"):
        invoke(*words)
    return bytes_of(out)


@pytest.fixture(scope="module")
def serial(many, two_areas, tmp_path_factory):
    return batch(many, two_areas, tmp_path_factory.mktemp("serial"))


def test_two_workers_deaf_to_ctrl_c_and_one_killed_half_way_write_the_same(
    many, two_areas, serial, tmp_path, monkeypatch
):
    saved, clients, hear_ctrl_c = [], [], []

    def client(*words, **more):
        clients.append(connect(*words, **more))
        return clients[-1]

    def save_and_kill(files, folder):
        save(files, folder)
        saved.append(folder)
        if len(saved) == 1:  # Ctrl-C, which a terminal sends to all, is for the client alone
            blocked = clients[0].run(signal.pthread_sigmask, signal.SIG_BLOCK, ())
            hear_ctrl_c.extend(signal.SIGINT not in each for each in blocked.values())
        if len(saved) == 3:
            workers = [
                child for child in psutil.Process().children() if "spawn_main" in " ".join(child.cmdline())
            ]
            assert len(workers) == 2
            os.kill(workers[0].pid, signal.SIGKILL)

    save, connect = command.save, on_dask.Client
    monkeypatch.setattr(on_dask, "Client", client)
    monkeypatch.setattr(command, "save", save_and_kill)
    assert batch(many, two_areas, tmp_path / "out", "--workers", 2) == serial
    assert len(saved) == 8 + 1  # the national folder comes last
    assert hear_ctrl_c == [False, False]


def test_a_scheduler_s_workers_write_the_same(many, two_areas, serial, tmp_path, scheduler):
    assert scheduler.startswith("tcp://")
    assert batch(many, two_areas, tmp_path / "out", "--scheduler", scheduler) == serial


def test_workers_with_another_program_or_more_threads_are_refused(
    many, two_areas, tmp_path, scheduler, monkeypatch
):
    words = ("batch", many, "--areas", "all", "--data", two_areas, "--scheduler", scheduler)
    monkeypatch.setattr(program, "differences", lambda *_: "numpy 2.0, not 2.1")
    with pytest.raises(BatchError, match=r"worker tcp://.*: has another program than this client: numpy 2.0"):
        invoke(*words, "--out", tmp_path)
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "2")
    with pytest.raises(BatchError, match="must have one thread; start it so: OMP_NUM_THREADS=1"):
        invoke(*words, "--out", tmp_path)


def test_a_scheduler_that_is_not_there_is_said(many, two_areas, tmp_path, monkeypatch):
    monkeypatch.setattr(on_dask, "WAIT_SECONDS", 0.2)
    with pytest.raises(BatchError, match=r"--scheduler tcp://127.0.0.1:1: no scheduler answers there"):
        invoke(
            "batch",
            many,
            "--areas",
            "all",
            "--data",
            two_areas,
            "--out",
            tmp_path,
            "--scheduler",
            "tcp://127.0.0.1:1",
        )


def test_a_worker_goes_on_with_its_area_and_takes_the_largest_next():
    class Piece:
        def __init__(self, group):
            self.group, self.size = group, {"a": 9, "b": 8, "c": 7, "d": 50}[group]

    queue = Queue([Piece(name) for name in "aaabbcd"])
    taken = [queue.take(worker) for worker in ("x", "y", "x", "y", "y", "x", "x", "x")]
    assert [piece and piece.group for piece in taken] == ["d", "a", "b", "a", "a", "b", "c", None]


def test_a_fault_that_may_be_the_worker_s_is_tried_once_more(
    two_areas, template, tmp_path, scheduler, monkeypatch
):
    """The first try of each task finds a disk full; a second fault is a failure."""
    tries, outcome = tmp_path / "tries", command.outcome
    tries.mkdir()

    def at_first_full(task):
        mark = tries / task.area_id
        if mark.exists() and task.area_id == "street":
            return outcome(task)
        mark.write_text("tried")
        return Outcome(error="No space left on device", again=True)

    monkeypatch.setattr(command, "outcome", at_first_full)
    words = ("batch", template, "--areas", "all", "--data", two_areas, "--light", "--scheduler", scheduler)
    with pytest.raises(BatchError) as raised:
        invoke(*words, "--out", tmp_path / "out")
    assert str(raised.value).splitlines() == [
        "1 failed; the others are written:",
        "office-hours-lane-light: No space left on device",
    ]
