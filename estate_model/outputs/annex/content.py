"""What an annex says, as plain data: every renderer shows the same words, tables and figures."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
SETS_DIRECTION = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")


def plain(words: object) -> str:
    """Return text without what no document may hold, and with marks that turn its direction spelled out.

    >>> plain(f"a{chr(0x202e)}b")
    'a[U+202E]b'
    """
    text = NOT_TEXT.sub("\ufffd", str(words).replace("\r\n", "\n").replace("\r", "\n"))
    text = SETS_DIRECTION.sub(lambda mark: f"[U+{ord(mark[0]):04X}]", text)
    return unicodedata.normalize("NFC", text)


@dataclass(frozen=True, kw_only=True)
class Trace:
    """Where a printed figure stands: the file of the run, the row (column, sign, value), and the column.

    ``column`` may be two columns with `` / `` between, or empty for the number of such rows.
    """

    shown: str
    file: str
    row: tuple[tuple[str, str, str], ...]
    column: str


@dataclass(frozen=True)
class Text:
    """A paragraph, with the keys of the references it rests on and where its figures stand."""

    words: str
    cites: tuple[str, ...] = ()
    traces: tuple[Trace, ...] = ()


@dataclass(frozen=True)
class Bullets:
    """A list of points."""

    items: tuple[Text, ...]


@dataclass(frozen=True)
class Cell:
    """A table's cell: what is printed and, for a number, the same as a number."""

    words: str
    number: float | None = None


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table; the first cell of a row is its heading. ``label`` is given when the annex is put together."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    label: str = ""

    def __post_init__(self) -> None:
        """Check that every row fits the columns."""
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"table {self.title!r}: a row does not fit its columns")

    def is_numeric(self, place: int) -> bool:
        """Whether a column holds numbers (words such as "fewer than 100" may stand among them)."""
        return any(row[place].number is not None for row in self.rows)


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A picture as SVG, the same in words, and the numbers it is drawn from."""

    title: str
    alt: str
    svg: str
    data: Table
    width: int
    height: int
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class Number:
    """One of the numbers of the answer: its value, its range if there is one, and what it counts."""

    value: str
    words: str
    extent: str = ""
    traces: tuple[Trace, ...] = ()


@dataclass(frozen=True)
class Numbers:
    """The numbers of the answer."""

    items: tuple[Number, ...]


@dataclass(frozen=True)
class Verbatim:
    """A file, as it is."""

    name: str
    text: str


Block = Text | Bullets | Table | Figure | Numbers | Verbatim


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, kw_only=True)
class Reference:
    """Where something comes from; ``key`` is what paragraphs cite it by."""

    key: str
    words: str
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Annex:
    """A whole annex. ``references`` stand in the order of their numbers, from 1."""

    name: str
    title: str
    subtitle: str
    date: dt.date
    sections: tuple[Section, ...]
    references: tuple[Reference, ...]
    attribution: tuple[str, ...]
    short: bool = False

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Every block, in order."""
        return tuple(block for section in self.sections for block in section.blocks)

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table, those of figures too, in order."""
        return tuple(
            block.data if isinstance(block, Figure) else block
            for block in self.blocks
            if isinstance(block, (Table, Figure))
        )

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Figure))

    def numbers_of(self, text: Text) -> tuple[int, ...]:
        """Return the numbers of the references a paragraph cites; unknown keys have none."""
        keys = [reference.key for reference in self.references]
        return tuple(keys.index(key) + 1 for key in text.cites if key in keys)


def texts(blocks: tuple[Block, ...]) -> Iterator[Text]:
    """Yield every paragraph and point."""
    for block in blocks:
        if isinstance(block, Text):
            yield block
        elif isinstance(block, Bullets):
            yield from block.items


def traces(section: Section) -> Iterator[Trace]:
    """Yield where every figure in a section's sentences stands, in order."""
    for block in section.blocks:
        if isinstance(block, Numbers):
            yield from (trace for number in block.items for trace in number.traces)
        else:
            yield from (trace for text in texts((block,)) for trace in text.traces)


def labelled(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Return sections whose tables and figures are numbered in reading order."""
    counts = {"Table": 0, "Figure": 0}

    def number(kind: str) -> str:
        counts[kind] += 1
        return f"{kind} {counts[kind]}"

    def label(block: Block) -> Block:
        if isinstance(block, Table):
            return replace(block, label=number("Table"))
        if isinstance(block, Figure):
            return replace(block, label=number("Figure"), data=replace(block.data, label=number("Table")))
        return block

    return tuple(replace(section, blocks=tuple(map(label, section.blocks))) for section in sections)
