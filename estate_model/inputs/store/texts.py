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
BLANKS = " \t\r\n"  # plain ones: others are named, not taken away
PEEK = 20
UTF_8 = "utf-8-sig"
RECIPE_ADVICE = ', or say how it is stored, such as encoding = "cp1252"'
MOST_IN_A_FIELD = 1 << 20
Row = tuple[int, list[str]]
"""A line's number in its file, and the fields as they stand there."""

csv.field_size_limit(MOST_IN_A_FIELD)


@dataclass(frozen=True)
class Rows:
    """The rows of a table as text, read as they are asked for, and what stands between its fields."""

    rows: Iterator[Row]
    separator: str = ","

    def peeked(self) -> tuple[list[Row], Rows]:
        """Return the first rows, without blanks around their fields, and all the rows again."""
        first = list(itertools.islice(self.rows, PEEK))
        return list(stripped(first)), Rows(itertools.chain(first, self.rows), self.separator)


def stripped(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield rows without blanks around their fields."""
    for line, cells in rows:
        yield line, [cell.strip(BLANKS) for cell in cells]


def encoding_of(head: bytes, stated: str) -> str:
    r"""Return how a text is stored that begins so: as its byte order mark says, else as stated.

    >>> encoding_of(b"\xff\xfea\x00", "utf-8-sig"), encoding_of(b"a,b", "cp1252")
    ('utf-16', 'cp1252')
    """
    return next((name for mark, name in MARKS if head.startswith(mark)), stated)


def decoded(content: bytes, name: str) -> str:
    """Return a file's text, stored as its byte order mark says, else in UTF-8.

    Raise AreaError when it is stored otherwise; names the line.
    """
    stored = encoding_of(content[:4], UTF_8)
    try:
        return content.decode(stored)
    except UnicodeError:
        raise AreaError(_not_text(name, io.BytesIO(content), stored)) from None


def text_rows(stream: IO[bytes], name: str, encoding: str | None = None) -> Rows:
    """Return the rows of a CSV; ``name`` is its file in errors, ``encoding`` what a recipe says of it.

    Raise AreaError when its first lines are not stored in that encoding (reading more of them may say so
    too).
    """
    stored = encoding_of(stream.read(4), encoding or UTF_8)
    advice = RECIPE_ADVICE if encoding else ""
    stream.seek(0)
    text = io.TextIOWrapper(stream, encoding=stored, newline="")
    try:
        first = list(itertools.islice(text, PEEK))
    except UnicodeError:
        _leave_open(text)
        raise AreaError(_not_text(name, stream, stored) + advice) from None
    except EOFError as error:
        _leave_open(text)
        raise AreaError(_unreadable(name, 0, error)) from None
    return Rows(_rows(text, stream, first, (name, stored, advice)), separator_of(first))


def _leave_open(text: io.TextIOWrapper) -> None:
    """Part a text from its stream, which is closed by who opened it."""
    with suppress(ValueError):  # it is closed already
        text.detach()


def _not_text(name: str, stream: IO[bytes], encoding: str) -> str:
    """Say in which line a text is not stored as it should be."""
    at = name
    if encoding != "utf-16":  # whose lines cannot be told before it is read
        stream.seek(0)
        at += next(
            (f":{number}" for number, line in enumerate(stream, 1) if not _is_text(line, encoding)), ""
        )
    return f"{at}: cannot be read as {encoding.removesuffix('-sig').upper()} text; save the file as CSV UTF-8"


def _is_text(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeError:
        return False
    return True


def _unreadable(name: str, line: int, error: Exception) -> str:
    """Say why a text cannot be read on after a line."""
    if isinstance(error, csv.Error):
        words = "a quote is opened and never closed, or text follows a closing quote"
        return f"{name}:{line + 1}: cannot be cut into fields: {words} ({error})"
    return f"{name}: is cut short; download it again"


def separator_of(lines: Iterable[str]) -> str:
    """Return what stands between fields: of comma, semicolon, tab and bar, the one that is in most lines.

    >>> separator_of(["Title, long", "a;b;c", "1;2;3"]), separator_of(["x"])
    (';', ',')
    """
    outside = [line.split('"')[::2] for line in lines]
    found = {mark: [sum(part.count(mark) for part in parts) for parts in outside] for mark in SEPARATORS}
    return max(SEPARATORS, key=lambda mark: (sum(map(bool, found[mark])), sum(found[mark]), mark == ","))


def _rows(
    text: io.TextIOWrapper, stream: IO[bytes], first: list[str], said: tuple[str, str, str]
) -> Iterator[Row]:
    """Yield the rows with their last line's number; ``said`` are the file, encoding and advice for errors."""
    name, encoding, advice = said
    reader = csv.reader(itertools.chain(first, text), delimiter=separator_of(first), strict=True)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except UnicodeError:
        _leave_open(text)
        raise AreaError(_not_text(name, stream, encoding) + advice) from None
    except (EOFError, csv.Error) as error:
        raise AreaError(_unreadable(name, reader.line_num, error)) from None
    finally:
        _leave_open(text)
