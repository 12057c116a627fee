"""Read a table as text, as spreadsheets leave it, and check its columns, numbers and ids."""

from __future__ import annotations

import io
import itertools
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from estate_model.errors import AreaError, did_you_mean, shown
from estate_model.inputs.store.plain_file import read_unpacked
from estate_model.inputs.store.texts import BLANKS, Row, Rows, stripped, text_rows
from estate_model.inputs.store.unseen import seen_table
from estate_model.nouns import Floats

PLAIN = bytes([*range(0x20, 0x7F), *b"\r\n"])  # of a table all of this nothing can be invisible
EDGES = (b", ", b" ,", b"\n ", b" \n", b" \r")  # where a blank stands at the edge of a cell
AS_IS: Mapping[str, str] = {}
ROWS_AT_ONCE = 300_000
SEPARATOR = "separator"
# 1,234 and 12,345,678.9 but not 0,125 or 530000,5, where a comma stands for a point
THOUSANDS = r"^[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?$"
QUOTE = "put quotes around a text with {mark} in it, or take away what does not belong"
MARK_WORDS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


def header_of(rows: Rows, name: str) -> tuple[list[str], Rows]:
    """Return the columns' names, from the first row that is not blank, and the rows below.

    A column without a name is called ``Unnamed: 2``; empty ones at the end, as spreadsheets leave, are not
    counted.
    """
    for _, cells in stripped(rows.rows):
        names = without_end(cells)
        if names:
            return [text or f"Unnamed: {number}" for number, text in enumerate(names)], rows
    raise AreaError(f"{name}: is empty")


def without_end(cells: Sequence[str]) -> list[str]:
    """Return the cells without empty ones at the end."""
    filled = [number for number, cell in enumerate(cells, start=1) if cell]
    return list(cells[: filled[-1]]) if filled else []


def frames(
    rows: Rows,
    header: Sequence[str],
    name: str,
    *,
    keep: Collection[str] | None = None,
    among: Mapping[str, Collection[str]] = AS_IS,
) -> Iterator[pd.DataFrame]:
    """Yield the rows as tables of texts, indexed by line; only columns of ``keep`` unless that is None.

    Blank rows, and empty cells beyond the last column, are left out, and so are rows with another value than
    those of ``among`` in one of its columns: before they become a table, three times as fast.

    Raise AreaError when a row has more or fewer fields than the header, or a column that is kept stands there
    twice.
    """
    kept = [number for number, column in enumerate(header) if keep is None or column in keep]
    columns = [header[number] for number in kept]
    if twice := [column for column, times in Counter(columns).items() if times > 1]:
        raise AreaError(f"{name}: column '{twice[0]}' stands twice in the header; take one away or rename it")
    wanted = [(header.index(column), frozenset(values)) for column, values in among.items()]
    whole = _whole(rows, len(header), name, wanted)
    while True:
        part = list(itertools.islice(whole, ROWS_AT_ONCE))
        cells = [[row[number].strip(BLANKS) for number in kept] for _, row in part]
        lines = [line for line, _ in part]
        yield pd.DataFrame(cells, columns=columns, index=pd.Index(lines, dtype="int64"), dtype=str)
        if len(part) < ROWS_AT_ONCE:
            return


def _whole(rows: Rows, width: int, name: str, wanted: Sequence[tuple[int, frozenset[str]]]) -> Iterator[Row]:
    """Yield the rows with wanted values that are not blank, each as wide as the header.

    Most rows of a long table end at the first value that is not wanted, so that is asked first, in a loop.
    """
    for line, row in rows.rows:
        cells = row if len(row) == width else _cut(row, width, f"{name}:{line}", rows.separator)
        for at, values in wanted if cells else ():
            if cells[at].strip(BLANKS) not in values:
                break
        else:
            if any(map(str.strip, cells)):
                yield line, cells


def _cut(cells: list[str], width: int, at: str, separator: str) -> list[str]:
    """Return a row without empty cells beyond the header's width, or nothing if all its cells are blank."""
    if not any(map(str.strip, cells)):
        return []
    trimmed = cells if any(map(str.strip, cells[width:])) else cells[:width]
    if len(trimmed) != width:
        hint = QUOTE.format(mark=MARK_WORDS[separator])
        fields = f"{len(cells)} field{'s' if len(cells) > 1 else ''}"
        raise AreaError(f"{at}: has {fields}, the header has {width}; {hint}")
    return trimmed


def read_table(
    path: Path,
    columns: tuple[str, ...],
    *,
    kinds: Mapping[str, str] = AS_IS,
    blanks: Collection[str] = (),
    own: Mapping[str, str] = AS_IS,
) -> pd.DataFrame:
    """Return a CSV table of texts, indexed by line; raise AreaError when it lacks one of ``columns``.

    ``kinds`` says which columns of a long table are read as numbers, three times as fast; where
    a cell is no number or a row is odd, all stay texts, which ``column_numbers`` refuses with the line.
    Cells of ``blanks`` may be empty: such a number is ``nan``. ``own`` holds other names that columns may
    have, each with the usual one, which it gets.
    """
    try:
        content = read_unpacked(path)
        odd = bool(content.translate(None, delete=PLAIN))
        table = _typed(content, kinds, blanks) if kinds and not odd else None
        if table is None:
            header, rows = header_of(text_rows(io.BytesIO(content), str(path)), str(path))
            table = pd.concat(frames(rows, header, str(path)))
            table.attrs[SEPARATOR] = rows.separator
    except (OSError, ValueError, EOFError) as error:
        what = getattr(error, "strerror", None) or error
        raise AreaError(f"{path}: cannot be read as a table: {what}") from error
    if odd:
        table = seen_table(table, path)
    for word, usual in own.items():
        if {word, usual} <= {*table.columns} and word != usual:
            raise AreaError(f"{path}:1: columns '{word}' and '{usual}' are one and the same; take one away")
        table = table.rename(columns={word: usual})
    for column in columns:
        if column not in table.columns:
            hint = did_you_mean(column, table.columns)
            raise AreaError(f"{path}:1: column '{column}' is missing{hint} (needed: {', '.join(columns)})")
    return table


def _typed(content: bytes, kinds: Mapping[str, str], blanks: Collection[str]) -> pd.DataFrame | None:
    """Return the table with columns of those kinds, the others texts; None where it is not a plain table."""
    if not _is_plain(content, kinds) or not _is_read_alike(content):
        return None
    try:
        table = pd.read_csv(
            io.BytesIO(content),
            dtype=defaultdict(lambda: "str", kinds),
            keep_default_na=False,
            na_values={column: [""] for column in blanks},
        )
    except ValueError:
        return None  # a cell is no number, or the file is no table: said by who reads it as text
    full = table.drop(columns=list(blanks), errors="ignore")
    plain = isinstance(table.index, pd.RangeIndex) and not full.isna().any(axis=None)
    if not plain or np.isinf(table.select_dtypes("float")).any(axis=None):
        return None
    table.index = pd.RangeIndex(2, len(table) + 2)
    return table


def _is_plain(content: bytes, kinds: Collection[str]) -> bool:
    """Whether a table is parted by commas and names each of its columns, once."""
    names = content.partition(b"\n")[0].decode().split(",")
    return all(map(str.strip, names)) and len({*names}) == len(names) and not {*kinds}.isdisjoint(names)


def _is_read_alike(content: bytes) -> bool:
    """Whether pandas takes for a cell, for an empty one and for a number only what we do.

    No field is left out, none says "nan", "true" or "false", and no blank stands at the edge of one.
    """
    fields = {line.count(b",") for line in content.splitlines()}
    edged = content.startswith(b" ") or content.endswith(b" ") or any(edge in content for edge in EDGES)
    words = content.lower()
    odd = edged or b'"' in content or any(word in words for word in (b"nan", b"true", b"false"))
    return len(fields) == 1 and not odd


def numbers_of(texts: pd.Series, separator: str = ",") -> Floats:
    """Return texts as numbers, ``nan`` where they are none; commas may part thousands.

    Not where fields are parted by another sign than a comma: there a comma may stand for a point.

    >>> numbers_of(pd.Series(["1,234", "5", "0,125", "12,34", ""])).tolist()
    [1234.0, 5.0, nan, nan, nan]
    """
    numbers = np.asarray(pd.to_numeric(texts, errors="coerce"), dtype=np.float64)
    if separator == "," and np.isnan(numbers).any():
        parted = texts.str.match(THOUSANDS)
        if parted.any():
            return numbers_of(texts.where(~parted, texts.str.replace(",", "")), "")
    return numbers


def column_numbers(table: pd.DataFrame, column: str, path: Path, *, blanks: bool = False) -> Floats:
    """Return a column as numbers, an empty cell being ``NaN`` where ``blanks`` says it may be empty.

    Raise AreaError when a cell is not a finite number; names the file and the line.
    """
    if pd.api.types.is_float_dtype(table[column]):
        return np.asarray(table[column], dtype=np.float64)
    numbers = numbers_of(table[column], table.attrs.get(SEPARATOR, ","))
    allowed = np.asarray(table[column] == "") & blanks
    wrong = np.flatnonzero(~np.isfinite(numbers) & ~allowed)
    if len(wrong):
        value = shown(table[column].iloc[wrong[0]])
        raise AreaError(f"{path}:{table.index[wrong[0]]}: {column}: '{value}' is not a number")
    return numbers


def check_unique(table: pd.DataFrame, column: str, path: Path) -> None:
    """Raise AreaError with file and line when a value of a column appears twice."""
    if not table[column].is_unique:
        repeated = np.flatnonzero(table[column].duplicated())
        value = shown(table[column].iloc[repeated[0]])
        raise AreaError(f"{path}:{table.index[repeated[0]]}: {column} '{value}' appears twice")
