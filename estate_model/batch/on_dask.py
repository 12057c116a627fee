"""Pieces of work on Dask's workers: here, or wherever a scheduler has some. The client alone writes.

A worker has two tasks at a time, one of them waiting: one that dies takes few with it, and Dask gives those
to others. A task that fails is tried once more, elsewhere where there is another worker.
"""

from __future__ import annotations

import logging
import os
import signal
import warnings
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from multiprocessing import resource_tracker
from typing import Any, Generic

import dask
from distributed import Client, LocalCluster, as_completed

from estate_model.batch.runner import Queue
from estate_model.batch.work import Call, Outcome, Piece
from estate_model.errors import BatchError

IN_FLIGHT = 2
WAIT_SECONDS = 60
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
ONE_THREAD = dict.fromkeys(THREADS, "1")
SETTINGS = {
    "distributed.scheduler.allowed-failures": 10,
    "distributed.scheduler.work-stealing": False,
    "distributed.worker.profile.enabled": False,  # its samples took a tenth of a worker's time
    "distributed.nanny.pre-spawn-environ": ONE_THREAD,
}
START = "OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 dask worker {address} --nthreads 1"


@contextmanager
def on_workers(count: int, *, loading: str) -> Iterator[Starting]:
    """Give ``count`` workers of one thread on this machine, at once: they start meanwhile.

    Each begins by ``loading`` the module whose work it will do. They end with the block.
    """
    settings = {**SETTINGS, "distributed.worker.preload": [loading]}
    with dask.config.set(settings), ExitStack() as open_till_the_end, ThreadPoolExecutor(1) as aside:
        yield Starting(aside.submit(_started, count, open_till_the_end))


def _started(count: int, open_till_the_end: ExitStack) -> Client:
    """Start workers that do not hear Ctrl-C, which a terminal sends to all: the client ends them."""
    if hasattr(signal, "pthread_sigmask"):  # not on Windows; what this thread starts inherits it
        resource_tracker.ensure_running()  # it would let Ctrl-C in again when it starts
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    cluster = open_till_the_end.enter_context(
        LocalCluster(
            n_workers=count, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0",
            silence_logs=logging.CRITICAL,
        )
    )  # fmt: skip
    client = Client(cluster, set_as_default=False)
    open_till_the_end.callback(client.close)  # not entered: its context is of the thread that enters it
    return client


@contextmanager
def on_scheduler(address: str) -> Iterator[OnDask]:
    """Give the workers of a scheduler; raise BatchError when there is none, no worker, or another program."""
    try:
        client = Client(address, timeout=WAIT_SECONDS)
    except (OSError, ValueError, TimeoutError) as error:
        raise BatchError(f"--scheduler {address}: no scheduler answers there ({error})") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=WAIT_SECONDS)
        except TimeoutError:
            start = START.format(address=address)
            raise BatchError(f"--scheduler {address}: has no worker; start some: {start}") from None
        yield _checked(client)


def _checked(client: Client) -> OnDask:
    """Return the workers, once each is known to run the same program as the client, on one thread.

    Raise BatchError when one has other versions, more threads, or not this program at all.
    """
    from estate_model.batch.program import differences, program  # noqa: PLC0415 - workers start meanwhile

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            client.get_versions(check=True)
            threads = client.run(_threads)
            programs = client.run(program)
    except Exception as error:  # noqa: BLE001 - whatever a worker that lacks the program raises
        why = " ".join(str(error).split())
        raise BatchError(f"the workers are not as this client is: {why}; install the same there") from None
    address = client.scheduler.address
    for worker, count in client.nthreads().items():
        many = {name: given for name, given in threads.get(worker, {}).items() if given != "1"}
        if count != 1 or many:
            start = START.format(address=address)
            raise BatchError(f"worker {worker}: must have one thread; start it so: {start}")
        if differ := differences(program(), programs.get(worker, {})):
            raise BatchError(f"worker {worker}: has another program than this client: {differ}")
    return OnDask(client)


def _threads() -> Mapping[str, str]:
    return {name: os.environ.get(name, "") for name in THREADS[:2]}


@dataclass(frozen=True, kw_only=True)
class _Flight(Generic[Piece]):
    """A piece of work given to a worker, and whether it was tried before."""

    piece: Piece
    worker: str
    tried: bool = False


@dataclass(frozen=True)
class OnDask:
    """The workers of a client."""

    client: Client

    def each(self, call: Call, pieces: Sequence[Piece], *shared: object) -> Iterator[tuple[Piece, Outcome]]:
        """Yield every piece with what ``call`` makes of it and of what is shared, as it is done."""
        held = [self.client.scatter(one, broadcast=True, hash=False) for one in shared]
        yield from _Round(self.client, call, Queue(pieces), held).each()


@dataclass(frozen=True)
class Starting:
    """Workers that may still be starting: the first piece of work waits for them."""

    client: Future[Client]

    @cached_property
    def started(self) -> OnDask:
        """The workers, once they are there and known to be as this client is."""
        return _checked(self.client.result())

    def each(self, call: Call, pieces: Sequence[Piece], *shared: object) -> Iterator[tuple[Piece, Outcome]]:
        """Yield every piece with what ``call`` makes of it and of what is shared, as it is done."""
        yield from self.started.each(call, pieces, *shared)


class _Round(Generic[Piece]):
    """One round of work: what waits, and what is with a worker. ``shared`` is with every worker already."""

    def __init__(self, client: Client, call: Call, queue: Queue[Piece], shared: Sequence[Any]) -> None:
        self.client, self.call, self.queue, self.shared = client, call, queue, shared
        self.flights: dict[Any, _Flight[Piece]] = {}
        self.done = as_completed(loop=client.loop)

    def each(self) -> Iterator[tuple[Piece, Outcome]]:
        self._fill()
        for future in self.done:
            flight, outcome = self.flights.pop(future), _outcome_of(future)
            future.release()
            if outcome.error and outcome.again and not flight.tried:
                others = sorted(set(self.client.nthreads()) - {flight.worker}) or [flight.worker]
                self._send(_Flight(piece=flight.piece, worker=others[0], tried=True))
            else:
                yield flight.piece, outcome
            self._fill()

    def _fill(self) -> None:
        """Give every worker that is there as many pieces as it may have."""
        for worker in sorted(self.client.nthreads()):
            busy = sum(flight.worker == worker for flight in self.flights.values())
            for _ in range(IN_FLIGHT - busy):
                piece = self.queue.take(worker)
                if piece is None:
                    return
                self._send(_Flight(piece=piece, worker=worker))

    def _send(self, flight: _Flight[Piece]) -> None:
        future = self.client.submit(
            self.call, flight.piece, *self.shared,
            pure=False, workers=[flight.worker], allow_other_workers=True,
        )  # fmt: skip
        self.flights[future] = flight
        self.done.add(future)


def _outcome_of(future: Any) -> Outcome:  # noqa: ANN401 - distributed has no types
    """Return a future's outcome; what Dask itself raises (a worker that died ten times) is an error."""
    try:
        outcome: Outcome = future.result()
    except Exception as error:  # noqa: BLE001 - one task's end must not lose the others
        words = f"no worker finished it ({type(error).__name__}: {' '.join(str(error).split())})"
        return Outcome(error=words, again=True)
    return outcome
