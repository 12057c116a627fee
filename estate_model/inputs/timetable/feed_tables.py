"""Read a feed's tables as texts, each distinct text once: 10.5 million rows take 5 s and 0.7 GB.

pandas' own reader took 11 s and 1.1 GB for the same rows, gtfs-kit and partridge 12 and 28 s.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Any

import numpy as np
import pandas as pd

from estate_model.errors import AreaError, did_you_mean, shown
from estate_model.inputs.store.csv_table import MARK_WORDS
from estate_model.inputs.store.texts import BLANKS, encoding_of, separator_of
from estate_model.inputs.timetable.feed_files import FeedFiles
from estate_model.nouns.service_day import WEEKDAYS, Whole32

NO_PYARROW = "reading a timetable needs the package pyarrow: pip install 'estate-model[build]'"
MOST_OF_A_HEADER = 100_000
BLOCK_BYTES = 1 << 24
WHOLE_NUMBERS = {
    *WEEKDAYS, "start_date", "end_date", "date", "exception_type", "stop_sequence", "route_type",
    "location_type", "pickup_type", "drop_off_type", "transfer_type", "exact_times",
}  # fmt: skip
POINT_NOUGHT = re.compile(r"(?<=\d)\.0+$")  # what pandas writes of whole numbers where a cell is empty
FIELDS = re.compile(r"Row #(\d+): Expected (\d+) columns, got (\d+)")


@dataclass(frozen=True)
class Column:
    """A column of texts: row ``i`` holds ``texts[codes[i]]``; blanks around texts are taken away."""

    codes: Whole32
    texts: tuple[str, ...]

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.codes)

    def values(self) -> np.ndarray[Any, np.dtype[np.object_]]:
        """Return each row's text."""
        return np.array(self.texts, dtype=object)[self.codes]


class _Counting(io.RawIOBase):
    """A stream that counts the quotes read: pyarrow takes what follows an open one for a text, to the end."""

    def __init__(self, stream: IO[bytes]) -> None:
        """Hold the stream."""
        super().__init__()
        self._stream = stream
        self.quotes = 0

    def readable(self) -> bool:
        """Return True."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return what comes next."""
        content = self._stream.read(size)
        self.quotes += content.count(b'"')
        return content


def read_columns(
    feed: FeedFiles, table: str, needed: Sequence[str], optional: Sequence[str] = ()
) -> dict[str, Column]:
    """Return columns of a table; those of ``optional`` only where it has them.

    Raise AreaError when the table lacks a column, a row has too many or too few fields, a quote is never
    closed, or it is no UTF-8 text.
    """
    try:
        from pyarrow import ArrowInvalid, csv  # noqa: PLC0415 - an extra
    except ImportError:
        raise AreaError(NO_PYARROW) from None
    where = feed.where(table)
    try:
        with feed.opened(table) as stream:
            header = _header(_utf8(stream), where)
        columns = _wanted(header, needed, optional, where)
        with feed.opened(table) as stream:
            counting = _Counting(_utf8(stream))
            read = csv.read_csv(
                counting,
                read_options=csv.ReadOptions(
                    use_threads=False, block_size=BLOCK_BYTES, column_names=header, skip_rows=1
                ),
                parse_options=csv.ParseOptions(newlines_in_values=True),
                convert_options=_as_texts(columns),
            ).unify_dictionaries()
    except (ArrowInvalid, UnicodeError) as error:
        raise AreaError(f"{where}{_plain(str(error))}") from None
    found = {name: _column(read[name].combine_chunks(), whole=name in WHOLE_NUMBERS) for name in columns}
    if counting.quotes % 2 or any("\n" in text for column in found.values() for text in column.texts):
        raise AreaError(f"{where}: a quote is opened and never closed, or a text goes over several lines")
    return _without_blank_end(found)


def read_frame(
    feed: FeedFiles, table: str, needed: Sequence[str], optional: Sequence[str] = ()
) -> pd.DataFrame:
    """Return a small table of texts; a column of ``optional`` that is not there is empty."""
    columns = read_columns(feed, table, needed, optional)
    rows = len(next(iter(columns.values()), ()))
    blank = Column(np.zeros(rows, dtype=np.int32), ("",))
    return pd.DataFrame(
        {name: columns.get(name, blank).values() for name in (*needed, *optional)}, dtype=object
    )


def _without_blank_end(columns: dict[str, Column]) -> dict[str, Column]:
    """Leave out last rows with nothing in any column read, which spreadsheets write below a table."""
    if not columns or any("" not in column.texts for column in columns.values()):
        return columns
    written = np.any([column.codes != column.texts.index("") for column in columns.values()], axis=0)
    end = int(np.flatnonzero(written)[-1]) + 1 if written.any() else 0
    return {name: Column(column.codes[:end], column.texts) for name, column in columns.items()}


def _as_texts(columns: Sequence[str]) -> Any:  # noqa: ANN401 - pyarrow's
    import pyarrow as pa  # noqa: PLC0415 - an extra
    from pyarrow.csv import ConvertOptions  # noqa: PLC0415

    kind = pa.dictionary(pa.int32(), pa.string())
    return ConvertOptions(
        column_types=dict.fromkeys(columns, kind),
        include_columns=list(columns),
        strings_can_be_null=False,
    )


def _column(array: Any, *, whole: bool) -> Column:  # noqa: ANN401 - pyarrow's
    """Return a pyarrow column with each distinct text once; ``whole`` numbers without ".0"."""
    if not len(array):
        return Column(np.zeros(0, dtype=np.int32), ())
    if not hasattr(array, "indices"):  # pyarrow's combine_chunks may leave one chunk in its wrapping
        array = array.chunk(0)
    stripped = [text.strip(BLANKS) for text in array.dictionary.to_pylist()]
    if whole:
        stripped = [POINT_NOUGHT.sub("", text) for text in stripped]
    texts = tuple(dict.fromkeys(stripped))
    codes = np.asarray(array.indices.to_numpy(), dtype=np.int32)
    if len(texts) < len(stripped):
        number = {text: code for code, text in enumerate(texts)}
        codes = np.array([number[text] for text in stripped], dtype=np.int32)[codes]
    return Column(codes, texts)


def _header(stream: IO[bytes], where: str) -> tuple[str, ...]:
    """Return the columns' names; one that stands there again gets a number.

    Raise AreaError when there are none, or something else than commas stands between them.
    """
    begin = stream.read(MOST_OF_A_HEADER).decode("utf-8-sig", errors="replace")
    line = re.split("[\r\n]", begin, maxsplit=1)[0]
    mark = separator_of([line])
    if mark != ",":
        words = f"fields are parted by {MARK_WORDS[mark]}; those of a GTFS table are parted by commas"
        raise AreaError(f"{where}:1: {words}: save it so")
    names = [name.strip(BLANKS + '"') for name in line.split(",")]
    if not any(names):
        raise AreaError(f"{where}: is empty")
    seen: Counter[str] = Counter()
    for number, name in enumerate(names):
        seen[name] += 1
        names[number] = name if seen[name] == 1 else f"{name} ({seen[name]})"
    return tuple(names)


def _wanted(
    header: Sequence[str], needed: Sequence[str], optional: Sequence[str], where: str
) -> tuple[str, ...]:
    """Return the columns to read; raise AreaError when a needed one is not there, or one stands twice."""
    for name in needed:
        if name not in header:
            hint = did_you_mean(name, header)
            raise AreaError(f"{where}:1: column '{name}' is missing{hint} (needed: {', '.join(needed)})")
    columns = tuple(name for name in (*needed, *optional) if name in header)
    for name in columns:
        if f"{name} (2)" in header:
            raise AreaError(f"{where}:1: column '{name}' stands twice")
    return columns


def _utf8(stream: IO[bytes]) -> IO[bytes]:
    """Return a stream as UTF-8, from its begin."""
    stored = encoding_of(stream.read(4), "utf-8")
    stream.seek(0)
    return io.BytesIO(stream.read().decode(stored).encode()) if stored == "utf-16" else stream


def _plain(error: str) -> str:
    """Say pyarrow's error in our words, as what follows the file's name."""
    if fields := FIELDS.search(error):
        row, expected, found = fields.groups()
        return f": row {row} has {found} fields, the header has {expected}"
    if "UTF8" in error or "codec" in error:
        return ": is not UTF-8 text; save it as UTF-8"
    return f": cannot be cut into rows and fields ({shown(' '.join(error.split()))})"
