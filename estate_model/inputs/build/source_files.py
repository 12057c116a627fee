"""Find and read the tables of a recipe: what a file is its first bytes tell, not its name."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO

import pandas as pd

from estate_model.errors import AreaError
from estate_model.inputs.build.archives import MOST_SHOWN, opened, zip_names
from estate_model.inputs.build.code_point import is_code_point, names_for
from estate_model.inputs.build.listed import absent, check_listed
from estate_model.inputs.build.long_tables import first_code, value_column, widened
from estate_model.inputs.build.nomis import code_column, looks_like_nomis, nomis_table
from estate_model.inputs.build.packages import another
from estate_model.inputs.build.recipe import Recipe
from estate_model.inputs.build.recipe_words import FilePart
from estate_model.inputs.build.tables import ANY, Source, chosen, no_column, tells_end
from estate_model.inputs.build.workbook import workbook_rows
from estate_model.inputs.store.csv_table import SEPARATOR, frames, header_of
from estate_model.inputs.store.first_bytes import NAMES, kind_of_stream
from estate_model.inputs.store.plain_file import unpacked
from estate_model.inputs.store.texts import UTF_8, Rows, stripped, text_rows
from estate_model.inputs.store.unseen import seen_table
from estate_model.inputs.store.warned import reading

NO_PYARROW = 'reading Parquet needs pyarrow: pip install "estate-model[build]"'
ARCHIVES = {"zip", "7z"}


def find_files(recipe: Recipe, recipe_path: Path, folders: Sequence[Path]) -> dict[str, Path]:
    """Return where each file of a recipe is; raise AreaError naming every one that is nowhere or another.

    What ``inside`` is looked for in may be a folder.
    """
    places = [*folders, recipe_path.parent]
    found = {
        name: next((place / part.path for place in places if _is_there(place / part.path, part)), None)
        for name, part in recipe.file.items()
    }
    looked = " or ".join(str(place) for place in places)
    faults = [
        f"{recipe_path}: file.{name}.path: there is no '{part.path}' in {looked}{_hint(part)}"
        for name, part in recipe.file.items()
        if found[name] is None
    ]
    there = {name: path for name, path in found.items() if path is not None}
    faults += [
        f"{path}: is a folder, of which no sha256 is taken"
        for name, path in there.items()
        if path.is_dir() and recipe.file[name].sha256
    ]
    pinned = dict.fromkeys((path, recipe.file[name].sha256) for name, path in there.items() if path.is_file())
    faults += filter(None, (another(path, expected) for path, expected in pinned if expected))
    if faults:
        raise AreaError("\n".join(faults))
    return there


def _is_there(path: Path, part: FilePart) -> bool:
    return path.is_file() or (bool(part.inside) and path.is_dir())


def _hint(part: FilePart) -> str:
    """Say how a file that is not there is had."""
    if part.package:
        return f": no such file; download {part.package} first (make data)"
    if "*" in part.path:
        return '; for several files give their folder as path, and inside = "*.csv"'
    return ""


def read_source(
    source: Source, wanted: Iterable[str], *, whole: bool = False, codes: Collection[str] | None = None
) -> Source:
    """Return a source read as texts: its ``wanted`` columns, or all if ``whole``; rows of ``codes`` if any.

    Raise AreaError when it cannot be read, or lacks a column; every such column is named.
    """
    about, path, columns = source.about, source.path, list(dict.fromkeys(wanted))
    parts = _chosen_parts(source, columns, whole=whole, codes=codes)
    notes = () if codes else _check_only(source, parts)
    table, separator = pd.concat(parts), parts[0].attrs.get(SEPARATOR, ",")
    code, value = about.code or code_column(table), value_column(table.columns)
    if value:
        code = code or first_code(table.columns)
        if code and table[code].duplicated().any():
            table = widened(table, code, value, str(path))
        _check_columns(path, table.columns, dict.fromkeys(columns, ""))
    return replace(source, table=seen_table(table, path), code=code, separator=separator, notes=notes)


def _chosen_parts(
    source: Source, columns: list[str], *, whole: bool = False, codes: Collection[str] | None = None
) -> list[pd.DataFrame]:
    """Return the tables of a source with the rows that ``only`` and ``codes`` choose."""
    about, path, parts = source.about, source.path, []
    try:
        with reading(path):
            for stream in opened(path, about.inside):
                for part in _parts(stream, source, columns, whole=whole, codes=codes):
                    rows = part if codes is None else part[part[about.code].isin(codes)]
                    parts.append(rows[chosen(rows, about.only)])
    except (OSError, EOFError, ValueError, csv.Error) as error:
        words = getattr(error, "strerror", None) or error
        raise AreaError(f"{path}: cannot be read as a table: {words}") from error
    except ImportError:
        raise AreaError(f"{path}: {NO_PYARROW}") from None
    return parts


def _check_only(source: Source, parts: list[pd.DataFrame]) -> tuple[str, ...]:
    """Raise AreaError where no row has a value of ``only``; return notes on values that are not there.

    To say what there is, all rows are read.
    """
    only, key = source.about.only, f"file.{source.name}.only"
    if any(len(part) for part in parts):
        return tuple(absent(source, key, only, parts))
    every = replace(source, about=source.about.model_copy(update={"only": {}}))
    table = pd.concat(_chosen_parts(every, list(only))) if only else parts[0]
    check_listed(replace(source, table=table), key, only)
    return ()


def _parts(
    stream: IO[bytes], source: Source, wanted: list[str], *, whole: bool, codes: Collection[str] | None
) -> Iterator[pd.DataFrame]:
    """Yield the tables of one stream, with the columns that are wanted and those that choose rows.

    Of a long table, whose categories are not yet columns, only the latter are looked for.
    """
    about, path = source.about, source.path
    chosen_by = dict.fromkeys([about.code] if about.code else [], "")
    chosen_by |= dict.fromkeys(about.only, " (named by 'only')")
    named = dict.fromkeys(wanted, "") | chosen_by
    kind = kind_of_stream(stream)
    if kind == "gzip":
        stream = io.BytesIO(unpacked(stream))
        kind = kind_of_stream(stream)
    if kind == "parquet":
        table = pd.read_parquet(stream)
        table.index = pd.RangeIndex(1, len(table) + 1)
        _check_columns(path, table.columns, named)
        yield table.astype(object).where(table.notna(), "").astype(str)
        return
    first, rows = _rows(stream, kind, path, about).peeked()
    if about.format == "nomis" or (about.format == "auto" and not about.header and looks_like_nomis(first)):
        tables = iter([nomis_table(list(stripped(rows.rows)), str(path))])
    else:
        header = list(about.header) or (names_for(wanted) if is_code_point(first) else [])
        if not header:
            header, rows = header_of(rows, str(path))
        is_long = bool(value_column(header))
        _check_columns(path, header, chosen_by if is_long else named)
        keep = None if whole or is_long else {*named, *filter(tells_end, header)}
        among: dict[str, Collection[str]] = {
            column: values for column, values in about.only.items() if ANY not in values
        }
        if codes is not None:
            among[about.code] = codes
        tables = frames(rows, header, str(path), keep=keep, among=among)
    for table in tables:
        _check_columns(path, table.columns, chosen_by if value_column(table.columns) else named)
        table.attrs[SEPARATOR] = rows.separator
        yield table


def _rows(stream: IO[bytes], kind: str, path: Path, about: FilePart) -> Rows:
    """Return the rows of a CSV or a workbook; raise AreaError for what is another thing."""
    if kind == "xlsx":
        return workbook_rows(stream, str(path), about.layer)
    if kind == "text" or (kind == "binary" and about.encoding != UTF_8):
        return text_rows(stream, str(path), about.encoding)
    hint = "save it as CSV UTF-8"
    if kind in ARCHIVES:
        names = ", ".join(zip_names(path)[:MOST_SHOWN])
        hint = 'say which file in it is read, such as inside = "*.csv"' + (
            f" (it holds {names})" if names else ""
        )
    raise AreaError(f"{path}: is {NAMES[kind]}, not a table; {hint}")


def _check_columns(path: Path, there: Iterable[str], named: Mapping[str, str]) -> None:
    """Raise AreaError for every column that is not there, with what names it."""
    columns = list(map(str, there))
    if missing := [column for column in named if column not in columns]:
        raise AreaError(
            "\n".join(f"{path}: {no_column(column, columns)}{named[column]}" for column in missing)
        )
