"""Analyses of a run that are slow and small, kept between runs, so that an annex need not find them again.

They are named by all that they follow from: this package's code and the libraries it counts with, the
scenario and the one it is held against, the network, and the checksum of every file of the area.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from typing import Any

from estate_model.analysis.analysis import Analysis
from estate_model.inputs.store.kept_values import from_bytes, to_bytes
from estate_model.inputs.store.program_code import code_digest
from estate_model.nouns.keeping import Keep
from estate_model.results import Results

COUNTING = ("holidays", "numpy", "opening-hours-py", "pandas", "scipy")


def keeping(analyses: Iterable[Analysis], keep: Keep) -> list[Analysis]:
    """Return analyses of which those that may be kept are looked for first."""
    return [one if one.kept is None else replace(one, found=_Kept(one, keep)) for one in analyses]


class _Kept:
    """An analysis that is read where it is kept, else made and kept."""

    def __init__(self, analysis: Analysis, keep: Keep) -> None:
        self.analysis, self.keep = analysis, keep

    def __call__(self, results: Results) -> Any:  # noqa: ANN401 - whatever the analysis finds
        if results.network.timetable is not None:
            return self.analysis.found(results)
        made: list[Any] = []

        def make() -> bytes:
            made.append(self.analysis.found(results))
            return to_bytes(self.analysis.kept(made[0]) if self.analysis.kept else made[0])

        content = self.keep((*causes_of(results), self.analysis.name.encode()), make)
        return made[0] if made else from_bytes(content)


def causes_of(results: Results) -> Sequence[bytes]:
    """Return all that a run's analyses follow from."""
    against, network = results.against, results.network
    files = [dict(row) for row in (*results.area.provenance, *network.provenance)]
    facts = {
        "kind": network.kind,
        "label": network.label,
        "error": network.error,
        "facts": dict(network.facts),
    }
    return (
        program_digest(),
        results.scenario.model_dump_json().encode(),
        b"" if against is None else against.model_dump_json().encode(),
        json.dumps([files, facts], sort_keys=True, default=str).encode(),
    )


@cache
def program_digest() -> bytes:
    """Return what the package's code and the libraries it counts with are."""
    libraries = [f"{name} {version(name)}" for name in COUNTING]
    return "\n".join((code_digest(), platform.python_version(), *libraries)).encode()
