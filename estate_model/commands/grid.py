"""Lay finished runs side by side."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from estate_model.commands.answer import put
from estate_model.commands.folders import found_folder
from estate_model.commands.progress import tell
from estate_model.errors import OutputError
from estate_model.inputs.store.finished import read_finished
from estate_model.outputs.grid import OURS, grid_page
from estate_model.outputs.save import save_index

NAME, FEWEST = "grid.html", 2


def lay_side_by_side(names: Sequence[str], out: Path) -> None:
    """Write ``grid.html`` of finished runs, given as folders or by their names under ``out``.

    Raise OutputError when a run is not there or was changed, areas differ, no moment is common, or nothing
    can be written.
    """
    folders = list(dict.fromkeys(found_folder(name, out).resolve() for name in names))
    if len(folders) < FEWEST:
        raise OutputError(f"{folders[0]}: is one run, by several names; give another beside it")
    shown = [read_finished(folder) for folder in folders]
    areas = [str(one.summary["area"]) for one in shown]
    if len(set(areas)) > 1:
        said = ", ".join(f"{one.name} is of {area}" for one, area in zip(shown, areas, strict=True))
        raise OutputError(f"scenarios of several areas cannot be laid side by side: {said}")
    if not set.intersection(*(set(one.moments) for one in shown)):
        raise OutputError("the scenarios have no moment in common, by name and time")
    path = out / NAME
    if not save_index(grid_page(shown), path, OURS):
        raise OutputError(f"{path}: cannot be written, or what stands there is not ours")
    put(page=str(path), runs=[one.name for one in shown])
    tell(f"Side by side: {path}  (open it in a browser; it needs no internet)")
