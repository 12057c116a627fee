"""One compact file per street network, with a manifest beside it that proves it whole.

The file is a zip of ``.npy`` arrays with a fixed date, so the same graph gives the same bytes. Coordinates
are whole centimetres and, like the numbers of nodes, stored as steps from one to the next (small numbers),
each step zigzag-coded and its four bytes laid in planes, then deflated: London west on foot, 907,804 edges,
takes 4.4 MB and is read in 0.2 s. Lengths are stored only where they are not the straight lines between the
nodes. Nothing is pickled.

``streets.toml`` beside it has a ``[[file]]`` entry (``provenance.SourceFile``) and a ``[[streets]]`` entry
(mode, rule, counts, metres, what was cut off) per file. Both are written to a temporary name and then moved
into place, the manifest last: a write that is killed leaves the old pair, or a pair whose checksums disagree.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import asdict
from pathlib import Path

from estate_model.errors import AreaError
from estate_model.inputs.area.street_packing import pack, unpack
from estate_model.inputs.store.manifest import to_toml
from estate_model.inputs.store.npz import arrays_in, put_arrays, put_member
from estate_model.inputs.store.provenance import SourceFile, read_manifest, verify_built
from estate_model.inputs.store.toml_file import read_toml
from estate_model.inputs.store.whole_file import write_whole
from estate_model.nouns.streets import Coverage, StreetGraph

MANIFEST = "streets.toml"
ABOUT = "about.json"
TEXTS = ("mode", "crs", "source", "source_date")
LICENCE = "Open Database License (ODbL) 1.0"
ATTRIBUTION = "© OpenStreetMap contributors"
LICENCE_URL = "https://www.openstreetmap.org/copyright"
NOTHING_CUT = "nothing was cut off"
EVERYBODY = Coverage()
AGAIN = "build the streets again (estate-model streets build, or fetch)"


def write_streets(
    graph: StreetGraph, path: Path, *, rule: str, cut_off: str = NOTHING_CUT, coverage: Coverage = EVERYBODY
) -> SourceFile:
    """Write a graph to ``path`` and its entry in ``streets.toml`` beside it; return the entry.

    Coordinates are kept to the centimetre, everything else exactly. ``rule`` names the rule by which ways
    were kept (``walk-strict``); ``cut_off`` says in words what of the network was left out;
    ``coverage`` how well it serves the area's residents.

    Raise AreaError if the graph has no edge or the files cannot be written (a full disk); a temporary file is
    taken away.
    """
    if not len(graph.tail):
        raise AreaError(f"{path}: there are no streets to write")
    content = _zipped(graph)
    entry = SourceFile(
        path=path.name,
        title=f"Streets for mode {graph.mode}, rule {rule}: nodes and straight pieces between them",
        publisher="OpenStreetMap contributors",
        date=graph.source_date,
        licence=LICENCE,
        attribution=ATTRIBUTION,
        source_url=LICENCE_URL,
        derived_from=graph.source,
        rows=len(graph.tail),
        bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    more = {
        "path": path.name,
        "rule": rule,
        "nodes": len(graph.xy_metres),
        "edges": len(graph.tail),
        "metres": round(float(graph.metres.sum())),
        "cut_off": cut_off,
        **{key: round(value, 4) for key, value in asdict(coverage).items()},
        **{name: str(getattr(graph, name)) for name in TEXTS},
    }
    manifest = _with_entry(path.with_name(MANIFEST), entry, more)
    _replace(path, content)
    _replace(path.with_name(MANIFEST), manifest.encode())
    return entry


def read_streets_file(path: Path) -> StreetGraph:
    """Return the graph that ``write_streets`` wrote to ``path``, after its checksum was verified.

    Raise AreaError if the file or its entry in ``streets.toml`` is missing, or the file is cut short, changed
    or not of this kind.
    """
    verify_streets_file(path)
    try:
        return _unzipped(path)
    except OSError as error:
        raise AreaError(f"{path}: cannot be read: {error.strerror or error}; {AGAIN}") from None
    except (ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile, NotImplementedError) as error:
        raise AreaError(f"{path}: not a file of streets: {error}; {AGAIN}") from None


def verify_streets_file(path: Path) -> None:
    """Check that a file of streets is the one its entry in ``streets.toml`` tells of.

    Raise AreaError if the file or its entry is missing, or the file is cut short or changed.
    """
    entries = [entry for entry in read_manifest(path.with_name(MANIFEST)) if entry.path == path.name]
    if not entries:
        raise AreaError(f"{path}: {MANIFEST} beside it has no entry for it; {AGAIN}")
    verify_built(path, entries[0], AGAIN)


def _zipped(graph: StreetGraph) -> bytes:
    """Return the file's bytes."""
    about = {name: getattr(graph, name) for name in TEXTS}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        put_member(archive, ABOUT, json.dumps(about, ensure_ascii=False).encode())
        put_arrays(archive, pack(graph))
    return packed.getvalue()


def _unzipped(path: Path) -> StreetGraph:
    """Return the graph in a file's bytes; raises what zipfile, json or numpy raise."""
    with zipfile.ZipFile(path) as archive:
        arrays = arrays_in(archive, path.stat().st_size, but=ABOUT)
        about = json.loads(archive.read(ABOUT))
    return unpack(arrays, {name: str(about[name]) for name in TEXTS})


def _with_entry(manifest: Path, entry: SourceFile, more: dict[str, object]) -> str:
    """Return the manifest with one file's entries added or replaced, in order of file name."""
    files = {file.path: file.model_dump() for file in read_manifest(manifest)} if manifest.exists() else {}
    rows = read_toml(manifest).get("streets", []) if manifest.exists() else []
    streets = {str(row["path"]): row for row in rows} if isinstance(rows, list) else {}
    files[entry.path], streets[entry.path] = entry.model_dump(), more
    return "# Written by estate_model.inputs.area.street_file; do not edit.\n\n" + to_toml(
        {
            "file": [files[name] for name in sorted(files)],
            "streets": [streets[name] for name in sorted(streets)],
        }
    )


def _replace(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    try:
        write_whole(path, content)
    except OSError as error:
        raise AreaError(
            f"{path}: cannot be written: {error.strerror or error}; nothing was replaced"
        ) from None
