"""Build the area of a police force from public sources; list the forces."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from estate_model.commands.build import built, place_for
from estate_model.commands.progress import Count, say, tell, tell_all
from estate_model.errors import AreaError, among
from estate_model.inputs.fetch.obtain import Order, obtain, plan
from estate_model.inputs.fetch.source_list import SourceEntry, read_source_list
from estate_model.inputs.forces.force_list import force_called, forces
from estate_model.inputs.forces.prepare import STREETS, Task, prepare
from estate_model.inputs.forces.recipe import indices
from estate_model.inputs.forces.slices import slices
from estate_model.inputs.store.csv_table import read_table
from estate_model.inputs.store.find import PACKAGE, forces_folder
from estate_model.inputs.store.kept import cache_folder
from estate_model.nouns.estate import CANDIDATE

SOURCES = "sources.toml"


def list_forces() -> None:
    """Print a line for each force: its id, its name and its districts."""
    for force in forces().values():
        tell(f"{force.force_id}: {force.name} ({len(force.districts)} districts)")


def build_force(  # noqa: PLR0913 - one for each option
    word: str,
    *,
    folders: tuple[Path, ...] = (),
    without: tuple[str, ...] = (),
    offline: bool = False,
    dry_run: bool = False,
    data: Path | None = None,
) -> None:
    """Build the area of the force that ``word`` means into the data folder.

    Sources are looked for in ``folders``, then in the cache; what lacks is fetched, unless ``offline``.
    ``dry_run`` only says what would be fetched.
    """
    force = force_called(word)
    sources = read_source_list(forces_folder() / SOURCES)
    _check_without(without, sources)
    order = Order(
        force_id=force.force_id, folders=folders, cache=cache_folder() / "sources", offline=offline,
        without=without,
    )  # fmt: skip
    wanted = {key: entry for key, entry in sources.items() if key not in without}
    if dry_run:
        tell_all(plan(wanted, order))
        return
    with place_for(data) as root:
        _check_own(root)
        stock = obtain(sources, order, say, Count("MB").count)
        for key, why in stock.left_out.items():
            if key not in {indices(force)[1], STREETS}:
                say(f"{key}: goes without: {why}")
        cut = slices(stock.had, cache_folder(), say)
        home = root / force.force_id
        task = Task(force=force, stock=stock, slices=cut, order=order, streets=sources[STREETS], home=home)
        with tempfile.TemporaryDirectory() as scratch:
            recipe = prepare(task, Path(scratch), say)
            lines = built(force.force_id, recipe, (Path(scratch), task.tables), root)
            (home / "sources").mkdir(exist_ok=True)
            shutil.copy(recipe, home / "sources" / recipe.name)
    tell_all(lines)
    tell(_next(force.force_id, home))


def _check_own(root: Path) -> None:
    """Raise AreaError where an area would be lost with the next version of the program."""
    if root.is_relative_to(PACKAGE):
        raise AreaError(
            f"{root}: this data came with the installed program; name a folder of your own with --data, "
            "which is made if it is not there"
        )


def _check_without(without: tuple[str, ...], sources: dict[str, SourceEntry]) -> None:
    """Raise AreaError for a source that is not known, or without which no area can be built."""
    for key in without:
        if key not in sources:
            raise AreaError(f"--without {key}: is no source{among(key, sources)}")
        if sources[key].needed:
            raise AreaError(f"--without {key}: no area can be built without it")


def _next(area_id: str, home: Path) -> str:
    """Say what a person has to do before a run means anything."""
    hours = read_table(home / "hours.csv", ("confidence",))
    candidates = int((hours["confidence"] == CANDIDATE).sum())
    if not candidates:
        return f"Sites: {len(hours)} rows of hours (estate-model sites {area_id})"
    return (
        f"Sites: {candidates} candidates, none of which counts as a front counter until you mark it: "
        f'estate-model sites {area_id} --set SITE --hours "Mo-Fr 10:00-16:00"'
    )
