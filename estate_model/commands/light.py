"""Run scenarios lightly: findings, boroughs and the whole area alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from estate_model.api.running import Request
from estate_model.commands.load import load_all
from estate_model.commands.network import ON_TERMINAL, choose_network
from estate_model.commands.progress import Pace, say, tell
from estate_model.commands.show import put_run, show_findings
from estate_model.errors import ScenarioError
from estate_model.inputs.store.find import area_folder, data_root
from estate_model.outputs.light import light
from estate_model.outputs.save import check_place, save
from estate_model.outputs.words.sources import LIGHT

SUFFIX = "-light"  # beside a full run, whose map and tables stay


def run_lightly(words: Sequence[str], *, out: Path, data: Path | None, streets: str | None = None) -> None:
    """Run scenarios one after another; every one is read and checked before the first is run."""
    loaded, faults = load_all(words, data)
    if faults:
        raise ScenarioError(faults)
    for scenario, area, _ in loaded:
        choose_network(scenario, area, streets=streets, data=data)
        check_place(out / f"{scenario.name}{SUFFIX}")
    pace = Pace("scenarios")
    for number, (scenario, area, path) in enumerate(loaded):
        if number:
            say(pace.words(number, len(loaded)))
        folder = out / f"{scenario.name}{SUFFIX}"
        place = area_folder(area.area_id, data_root(data))
        request = Request(
            scenario=scenario, against=None, area=area, files=(path,), folder=place, light=True
        )  # fmt: skip
        report = request.report(streets=streets, telling=ON_TERMINAL)
        files = light(report)
        save(files, folder)
        put_run(folder, files)
        show_findings(report)
        tell(f"\n{LIGHT}\nTables: {folder}: {', '.join(sorted(files))}")
