"""Find and read the files of a recipe; every missing file or column is reported at once."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from estate_model.errors import AreaError, did_you_mean
from estate_model.inputs.build.nomis import code_column, looks_like_nomis, read_nomis
from estate_model.inputs.build.recipe import FilePart, Recipe
from estate_model.nouns import Floats

ROWS_AT_ONCE = 300_000
NO_PYARROW = 'reading Parquet needs pyarrow: pip install "estate-model[build]"'
SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class Source:
    """One file of a recipe, read: ``table`` holds texts, its index the lines of the file."""

    name: str
    about: FilePart
    path: Path
    table: pd.DataFrame
    code: str

    def at(self, row: int) -> str:
        """Return ``file:line`` of a row, counted from 0."""
        return f"{self.path}:{self.table.index[row]}"

    def by_code(self, columns: Sequence[str], codes: pd.Index) -> pd.DataFrame:
        """Return ``columns`` for ``codes``, in their order, from the rows with those codes.

        Raises
        ------
        AreaError
            When a code has no row, or rows that differ.

        """
        table = self.table.loc[:, list(dict.fromkeys([self.code, *columns]))].drop_duplicates()
        table = table[table[self.code].isin(codes)]
        repeated = np.flatnonzero(table[self.code].duplicated())
        if len(repeated):
            row = table.iloc[repeated[0]]
            raise AreaError(
                f"{self.path}:{table.index[repeated[0]]}: {self.code} '{row[self.code]}' appears twice"
            )
        missing = codes.difference(table[self.code])
        if len(missing):
            raise AreaError(
                f"{self.path}: column '{self.code}' lacks {', '.join(missing[:SHOWN])} "
                f"({len(missing):,} of {len(codes):,} are missing)"
            )
        return table.set_index(self.code, drop=False).loc[codes, list(dict.fromkeys(columns))]

    def counts(self, columns: Sequence[str], codes: pd.Index, *, blanks: bool = False) -> Floats:
        """Return the sum of ``columns`` for each code; a blank is ``NaN`` where ``blanks`` allows it.

        Raises
        ------
        AreaError
            When a cell is no number of 0 or more; names the file, column and code.

        """
        table = self.by_code(columns, codes)
        total = np.zeros(len(codes))
        for column in columns:
            text = table[column].str.strip().str.replace(r"(?<=\d),(?=\d{3}(?:\D|$))", "", regex=True)
            numbers = np.asarray(pd.to_numeric(text, errors="coerce"), dtype=np.float64)
            blank = np.asarray(text == "") & blanks
            wrong = np.flatnonzero(~(np.isfinite(numbers) & (numbers >= 0)) & ~blank)
            if len(wrong):
                value = table[column].iloc[wrong[0]]
                raise AreaError(
                    f"{self.path}: {column} of {codes[wrong[0]]}: '{value}' is not a number of 0 or more"
                )
            total += numbers
        return total


def find_files(recipe: Recipe, recipe_path: Path, folders: Sequence[Path]) -> dict[str, Path]:
    """Return where each file of a recipe is; raise AreaError naming every one that is nowhere."""
    places = [*folders, recipe_path.parent]
    found = {
        name: next((place / part.path for place in places if (place / part.path).is_file()), None)
        for name, part in recipe.file.items()
    }
    looked = " or ".join(str(place) for place in places)
    faults = [
        f"{recipe_path}: file.{name}.path: there is no '{recipe.file[name].path}' in {looked}"
        for name, path in found.items()
        if path is None
    ]
    if faults:
        raise AreaError("\n".join(faults))
    return {name: path for name, path in found.items() if path is not None}


def read_source(name: str, about: FilePart, path: Path, wanted: Iterable[str] | None) -> Source:
    """Return one file read as texts, only its ``wanted`` columns unless that is None.

    Raises
    ------
    AreaError
        When it cannot be read, or lacks a column; every such column is named.

    """
    try:
        table = _read(path, about, wanted)
    except (OSError, EOFError, ValueError, csv.Error) as error:
        raise AreaError(f"{path}: cannot be read as a table (UTF-8 text is needed): {error}") from error
    except ImportError:
        raise AreaError(f"{path}: {NO_PYARROW}") from None
    missing = [column for column in dict.fromkeys(wanted or ()) if column not in table.columns]
    if missing:
        there = list(map(str, table.columns if path.suffix == ".parquet" else _header(path, table)))
        raise AreaError(
            "\n".join(f"{path}: there is no column '{name}'{did_you_mean(name, there)}" for name in missing)
        )
    return Source(name=name, about=about, path=path, table=table, code=about.code or code_column(table))


def _header(path: Path, table: pd.DataFrame) -> pd.Index:
    """Return every column's name of a plain CSV; of one that Nomis gave, those of the table as read."""
    if code_column(table):
        return table.columns
    return pd.read_csv(path, nrows=0, encoding="utf-8-sig").columns


def _read(path: Path, about: FilePart, wanted: Iterable[str] | None) -> pd.DataFrame:
    if path.suffix == ".parquet":
        table = pd.read_parquet(path)
        table.index = pd.RangeIndex(1, len(table) + 1)
        return _kept(table.astype(object).where(table.notna(), "").astype(str), about, path)
    if about.format == "nomis" or (
        about.format == "auto" and path.suffix == ".csv" and looks_like_nomis(path)
    ):
        return _kept(read_nomis(path), about, path)
    keep = None if wanted is None else {*wanted, *about.only}
    pieces = pd.read_csv(
        path,
        usecols=None if keep is None else lambda column: column in keep,
        dtype=str,
        keep_default_na=False,
        encoding="utf-8-sig",
        chunksize=ROWS_AT_ONCE,
    )
    with pieces:
        table = pd.concat([_kept(piece, about, path) for piece in pieces])
    table.index += 2
    return table


def _kept(table: pd.DataFrame, about: FilePart, path: Path) -> pd.DataFrame:
    """Return the rows that ``only`` names."""
    for column, values in about.only.items():
        if column not in table.columns:
            hint = did_you_mean(
                column, map(str, _header(path, table) if path.suffix == ".csv" else table.columns)
            )
            raise AreaError(f"{path}: there is no column '{column}'{hint} (named by 'only')")
        table = table[table[column].isin(values)]
    return table


def read_polygons(path: Path, about: FilePart, crs: str) -> gpd.GeoDataFrame:
    """Return a file of polygons in the area's system.

    Raises
    ------
    AreaError
        When it cannot be read, or does not say its own system.

    """
    try:
        if path.suffix == ".parquet":
            frame = gpd.read_parquet(path)
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
    return frame if frame.crs == crs else frame.to_crs(crs)


def columns_used(recipe: Recipe) -> Iterator[tuple[str, str]]:
    """Yield every column a recipe names, as (file, column)."""
    zones, post = recipe.zones, recipe.postcodes
    for level in (zones.ward, zones.borough, zones.bcu):
        if level is not None:
            yield from ((level.file or zones.file, column) for column in (level.code, level.name) if column)
    yield from ((zones.file, column) for columns in zones.ages.values() for column in columns)
    yield from ((zones.file, column) for column in (zones.total,) if column)
    columns = (post.postcode, post.easting, post.northing, post.zone, post.user_type, post.weight)
    yield from ((post.file, column) for column in columns if column)
    if recipe.crossings is not None:
        yield recipe.crossings.side_file, recipe.crossings.side
    for part in (*recipe.group, *recipe.category, *recipe.demand):
        named: Mapping[str, object] = dict(part)
        for key in ("column", "base"):
            value = named.get(key, ())
            yield from ((part.file, column) for column in ([value] if isinstance(value, str) else value))  # type: ignore[attr-defined]
