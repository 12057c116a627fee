"""Where work is done: in this process, on workers of this machine, or on those of a scheduler."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from estate_model.batch.runner import Here, Runner
from estate_model.errors import BatchError

NOT_INSTALLED = (
    "--workers and --scheduler need Dask: pip install 'estate-model[batch]'; without them all is done in "
    "this process, one thing after another"
)


@dataclass(frozen=True, kw_only=True)
class Workers:
    """Where work is done: in this process, on ``count`` workers here, or on those of a scheduler."""

    count: int | None = None
    scheduler: str | None = None

    @property
    def are_asked_for(self) -> bool:
        """Whether work is done elsewhere than in this process."""
        return self.count is not None or self.scheduler is not None


@contextmanager
def runner_of(workers: Workers, *, loading: str) -> Iterator[Runner]:
    """Give what does the work, with ``loading`` the module that the work is in.

    Workers of this machine start meanwhile, and are waited for when there is work.

    Raise BatchError where that is not to be had.
    """
    if not workers.are_asked_for:
        yield Here()
        return
    try:
        from estate_model.batch.on_dask import on_scheduler, on_workers  # noqa: PLC0415 - an extra
    except ImportError:
        raise BatchError(NOT_INSTALLED) from None
    if workers.scheduler:
        with on_scheduler(workers.scheduler) as runner:
            yield runner
    else:
        with on_workers(workers.count or 1, loading=loading) as starting:
            yield starting
