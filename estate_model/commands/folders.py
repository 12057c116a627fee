"""Folders that a run or a choice wrote: found by a path or a scenario's name, shown, and proven whole."""

from __future__ import annotations

import hashlib
import webbrowser
from collections.abc import Iterator
from pathlib import Path

from estate_model.commands.answer import put
from estate_model.commands.progress import tell, warn
from estate_model.errors import OutputError, did_you_mean
from estate_model.inputs.store.plain_file import read_plain
from estate_model.inputs.store.record import MOST_BYTES, RECORD, recorded
from estate_model.outputs.save import LITTER

PAGES = ("map.html", "index.html")


def open_page(word: str, out: Path) -> None:
    """Open the map of a scenario's run, of a folder, or a page itself, in the browser."""
    page = _page(word, out)
    address = page.resolve().as_uri()
    put(page=str(page), address=address)
    tell(str(page))
    if not webbrowser.open(address):
        warn("No browser was found: open this file in one.")


def _page(word: str, out: Path) -> Path:
    """Return the page meant; raise OutputError where there is none, with how to make it."""
    path = Path(word)
    if path.suffix == ".html" and path.is_file():
        return path
    folder = found_folder(word, out)
    page = next((folder / name for name in PAGES if (folder / name).is_file()), None)
    if page is None:
        raise OutputError(f"{folder}: holds no map; a full run writes one (estate-model run NAME)")
    return page


def found_folder(word: str, out: Path) -> Path:
    """Return the folder meant by a path, by a scenario's file, or by a name of a folder under ``out``."""
    path = Path(word)
    if path.is_dir():
        return path
    name = path.stem if path.suffix in {".yaml", ".yml"} else word
    if (out / name).is_dir():
        return out / name
    there = [entry.name for entry in out.iterdir() if entry.is_dir()] if out.is_dir() else []
    hint = did_you_mean(name, there) or f" (make it: estate-model run {word})"
    raise OutputError(f"{out / name}: no such folder{hint}")


def verify(word: str, out: Path) -> None:
    """Say that a folder's files are as its record has them; raise OutputError naming each that is not."""
    folder = found_folder(word, out)
    outputs = recorded(folder)
    faults = [f"{folder / name}: {why}" for name, why in _faults(folder, outputs)]
    put(folder=str(folder), files=len(outputs), faults=faults)
    if faults:
        raise OutputError("\n".join((*faults, f"{folder}: {len(faults)} not as {RECORD} has them")))
    tell(f"{folder}: {len(outputs)} files, every one as {RECORD} has it")


def _faults(folder: Path, outputs: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each file that is missing, cut or changed, then each that no record names."""
    for name, checksum in sorted(outputs.items()):
        if not (folder / name).resolve().is_relative_to(folder.resolve()):
            yield name, "is not inside the folder"
            continue
        if not (folder / name).exists():
            yield name, "is missing"
            continue
        try:
            content = read_plain(folder / name, MOST_BYTES)
        except OSError as error:
            yield name, f"cannot be read: {error.strerror}"
            continue
        if hashlib.sha256(content).hexdigest() != checksum:
            yield name, "is empty" if not content else "is cut or changed"
    files = (path for path in folder.rglob("*") if not path.is_dir() and not LITTER.fullmatch(path.name))
    here = {path.relative_to(folder).as_posix() for path in files}
    for name in sorted(here - {*outputs, RECORD}):
        yield name, "was not written by the run"
