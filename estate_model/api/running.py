"""Run a scenario: the one way, for a notebook and for the command line."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from estate_model.analysis.analyses import ANALYSES, LIGHT
from estate_model.analysis.analysis import Analysis
from estate_model.api.kept_analyses import keeping
from estate_model.api.loading import AnyScenario, backdrop_of, cells_of, folder_of, load_area, loaded
from estate_model.api.results import Results
from estate_model.inputs.area.choose_network import Telling, travel_on
from estate_model.inputs.store.kept import keeper
from estate_model.model import run as run_model
from estate_model.nouns.area import Area
from estate_model.outputs.report import Report
from estate_model.scenario.scenario import Scenario


def _quiet(_words: str) -> None:
    """Tell nobody."""


QUIET = Telling(say=_quiet)


@dataclass(frozen=True, kw_only=True)
class Request:
    """One run asked for: a scenario, perhaps another to hold it against, its area, and their files.

    A ``light`` one is of the first profile, without what only maps and annexes show. ``texts`` has the name
    and content of each scenario's file, where ``files`` are not on this machine. One that ``keeps`` may
    read from the cache what an earlier run found: its area must be as its files say.
    """

    scenario: Scenario
    against: Scenario | None
    area: Area
    folder: Path
    files: tuple[Path, ...] = ()
    texts: tuple[tuple[str, bytes], ...] = ()
    alternatives: tuple[Scenario, ...] = ()
    light: bool = False
    keeps: bool = True

    def report(self, *, streets: str | None, telling: Telling) -> Report:
        """Return the run, with what outputs need beside it."""
        area = self.area
        travel = travel_on(self.scenario, area, self.folder, streets=streets, telling=telling)
        results = run_model(
            self._headline() if self.light else self.scenario,
            area,
            against=self.against,
            travel=travel,
            analyses=self._analyses(telling),
        )
        texts = self.texts or tuple((file.name, file.read_bytes()) for file in self.files)
        drawn, *source = (None,) if self.light else backdrop_of(self.folder)
        unchanged = self.scenario.model_copy(update={"changes": ()})
        return Report(
            results=results,
            **({} if self.light else {"cells": cells_of(self.folder, area), "backdrop": drawn}),
            inputs=(*map(_row_of, texts), *area.provenance, *results.network.provenance, *source),
            scenario_files=tuple((name, _text_of(content)) for name, content in texts),
            alternatives=tuple(
                run_model(other, area, against=unchanged, travel=travel) for other in self.alternatives
            ),
            keep=keeper(telling.say),
        )

    def _analyses(self, telling: Telling) -> list[Analysis]:
        """Return what is found in the run; where the area is as its files say, what was kept is read."""
        wanted = LIGHT if self.light else ANALYSES
        return keeping(wanted, keeper(telling.say)) if self.keeps else wanted

    def _headline(self) -> Scenario:
        """Return the scenario with its first profile alone."""
        return self.scenario.model_copy(update={"profiles": self.scenario.profiles[:1]})


def _row_of(text: tuple[str, bytes]) -> Mapping[str, str]:
    name, content = text
    return {"path": name, "title": "scenario file", "sha256": hashlib.sha256(content).hexdigest()}


def _text_of(content: bytes) -> str:
    """Return a file's text with the line ends of every machine."""
    return io.TextIOWrapper(io.BytesIO(content), encoding="utf-8").read()


def run(
    scenario: AnyScenario,
    area: Area | str | Path | None = None,
    *,
    streets: str | None = None,
    against: AnyScenario | None = None,
    data: str | Path | None = None,
) -> Results:
    """Return what a scenario does to residents' access to counters.

    Parameters
    ----------
    scenario
        A scenario, or what `load_scenario` takes.
    area
        Its area; without it, the one the scenario names.
    streets
        ``postcodes`` (the screening network), ``osm`` (real streets), or ``None``: streets where the area has
        them and they cover it.
    against
        Another scenario of the same area: its estate is "before".
    data
        The data folder, as for `load_area`.

    Raises
    ------
    ScenarioError, AreaError
        As `load_scenario` and `load_area`, or when a profile cannot travel on the network.

    """
    given = area if area is None or isinstance(area, Area) else load_area(area, data=data)
    own, place, path = loaded(scenario, data, given)
    folder = folder_of(place.area_id if area is None or isinstance(area, Area) else area, data)
    other, _, other_path = (None, None, None) if against is None else loaded(against, data, place)
    files = tuple(file for file in (other_path, path) if file is not None)
    request = Request(
        scenario=own, against=other, area=place, folder=folder, files=files, keeps=not isinstance(area, Area)
    )  # fmt: skip
    return Results(request.report(streets=streets, telling=QUIET))
