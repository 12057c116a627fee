"""Sign an area of one's own anew after an edit: rows, bytes and SHA-256 of its files, in their manifests."""

from __future__ import annotations

import re
from pathlib import Path

from estate_model.errors import AreaError
from estate_model.inputs.area.area_folder import PARAMETER_MANIFEST, read_area
from estate_model.inputs.area.area_manifest import MANIFEST
from estate_model.inputs.area.cells import read_cells
from estate_model.inputs.store.find import PARAMETERS, came_along
from estate_model.inputs.store.manifest import Signable, stamp
from estate_model.inputs.store.toml_file import key_lines, read_model, read_text
from estate_model.inputs.store.whole_file import write_whole


def sign_area(folder: Path) -> list[str]:
    """Sign the area in ``folder``, and the parameters beside it; return a line for each file that differed.

    Only the three numbers of each ``[[file]]`` entry change. What is signed is then read: where a file holds
    what it may not, the manifests stay as they were.

    Raise AreaError when the data came with the program, a manifest or a file cannot be read, or a file has a
    fault.
    """
    parameters = folder.parent / PARAMETERS
    refuse_came_along(folder)
    paths = (folder / MANIFEST, parameters / PARAMETER_MANIFEST)
    signed = [_signed(path) for path in paths]
    before = {path: path.read_bytes() for path in paths}
    try:
        for path, (text, _) in zip(paths, signed, strict=True):
            write_whole(path, text.encode())
        read_cells(folder / "cells.geojson.gz", area=read_area(folder, parameters))
    except BaseException:
        for path, content in before.items():
            write_whole(path, content)
        raise
    return [line for _, lines in signed for line in lines]


def refuse_came_along(folder: Path) -> None:
    """Raise AreaError for an area that came with the program, and was not built beside it by the user."""
    built = (folder / "sources" / f"{folder.name}.toml").is_file()
    if came_along(folder) and not built:
        raise AreaError(
            f"{folder}: this data came with the program and is not signed anew; copy the area into a folder "
            f"of your own (estate-model areas {folder.name} --copy-to FOLDER) and edit it there"
        )


def _signed(path: Path) -> tuple[str, list[str]]:
    """Return a manifest's text with the numbers of its files as they are now, and which files differed."""
    text = read_text(path)
    lines, rows = key_lines(text), text.split("\n")
    said = []
    for number, entry in reversed(list(enumerate(read_model(path, Signable).file))):
        stamped = stamp(path.parent / entry.path)
        if any(getattr(entry, key) != value for key, value in stamped.items()):
            said.append(
                f"{path.parent / entry.path}: signed ({stamped['rows']:,} rows, {stamped['bytes']:,} bytes)"
            )
        for key, value in reversed(stamped.items()):
            line = f'{key} = "{value}"' if isinstance(value, str) else f"{key} = {value}"
            if at := lines.get(("file", number, key)):
                rows[at - 1] = re.sub(rf"^\s*{key}\s*=\s*(\"[^\"]*\"|'[^']*'|[\w+-]+)", line, rows[at - 1])
            else:
                rows.insert(lines["file", number, "path"], line)
    return "\n".join(rows), said[::-1]
