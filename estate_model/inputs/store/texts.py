"""Text as people save it: with a byte order mark, in UTF-16, with semicolons or tabs between fields."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

from estate_model.errors import AreaError

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
SEPARATORS = ",;\t|"
PEEK = 20
MOST_IN_A_FIELD = 1 << 20
Row = tuple[int, list[str]]
"""A line's number in its file, and the fields, without blanks around them."""

csv.field_size_limit(MOST_IN_A_FIELD)


@dataclass(frozen=True)
class Rows:
    """The rows of a table as text, read as they are asked for, and what stands between its fields."""

    rows: Iterator[Row]
    separator: str = ","

    def peeked(self) -> tuple[list[Row], Rows]:
        """Return the first rows, and all the rows again."""
        first = list(itertools.islice(self.rows, PEEK))
        return first, Rows(itertools.chain(first, self.rows), self.separator)


def encoding_of(head: bytes, stated: str) -> str:
    r"""Return how a text is stored that begins so: as its byte order mark says, else as stated.

    >>> encoding_of(b"\xff\xfea\x00", "utf-8-sig"), encoding_of(b"a,b", "cp1252")
    ('utf-16', 'cp1252')
    """
    return next((name for mark, name in MARKS if head.startswith(mark)), stated)


def text_rows(stream: IO[bytes], name: str, encoding: str = "utf-8-sig") -> Rows:
    """Return the rows of a CSV; ``name`` is its file in errors.

    Raises
    ------
    AreaError
        When its first lines are not stored in that encoding (reading more of them may say so too).

    """
    stored = encoding_of(stream.read(4), encoding)
    stream.seek(0)
    lines = _lines(io.TextIOWrapper(stream, encoding=stored, newline=""), name, stored)
    first = list(itertools.islice(lines, PEEK))
    separator = _separator(first)
    reader = csv.reader(itertools.chain(first, lines), delimiter=separator, strict=True)
    return Rows(_rows(reader, name), separator)


def _lines(text: io.TextIOWrapper, name: str, encoding: str) -> Iterator[str]:
    """Yield the lines of a text and leave its stream open; say plainly that it is in another encoding."""
    number = 0
    try:
        for number, line in enumerate(text, start=1):
            if "\x00" in line:
                raise AreaError(f"{name}:{number}: holds no text; save it as CSV UTF-8")
            yield line
    except UnicodeError:
        hint = 'save it as CSV UTF-8, or say how it is stored, such as encoding = "cp1252"'
        words = f"cannot be read as {encoding.removesuffix('-sig').upper()} text after line {number:,}"
        raise AreaError(f"{name}: {words}; {hint}") from None
    except EOFError:
        raise AreaError(f"{name}: is cut short; download it again") from None
    finally:
        with suppress(ValueError):  # its stream is closed already
            text.detach()


def _separator(lines: Iterable[str]) -> str:
    """Return what stands between fields: of comma, semicolon, tab and bar, the one that is in most lines.

    >>> _separator(["Title, long", "a;b;c", "1;2;3"]), _separator(["x"])
    (';', ',')
    """
    outside = [line.split('"')[::2] for line in lines]
    found = {mark: [sum(part.count(mark) for part in parts) for parts in outside] for mark in SEPARATORS}
    return max(SEPARATORS, key=lambda mark: (sum(map(bool, found[mark])), sum(found[mark]), mark == ","))


def _rows(reader: Iterable[list[str]], name: str) -> Iterator[Row]:
    """Yield the rows with their last line's number, fields without blanks around them."""
    line = 0
    try:
        for cells in reader:
            line = int(reader.line_num)  # type: ignore[attr-defined]
            yield line, [cell.strip() for cell in cells]
    except csv.Error as error:
        words = "a quote is opened and never closed, or text follows a closing quote"
        raise AreaError(f"{name}:{line + 1}: cannot be cut into fields: {words} ({error})") from None
