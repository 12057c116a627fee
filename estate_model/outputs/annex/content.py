"""What an annex says, as plain data: every renderer shows the same words, tables and figures."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from estate_model.nouns.figure import Figure
from estate_model.outputs.words.figures import day_words
from estate_model.outputs.words.text import Text

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


@dataclass(frozen=True)
class Bullets:
    """A list of points."""

    items: tuple[Text, ...]


@dataclass(frozen=True)
class Cell:
    """A table's cell: what is printed and, for a number, the same as a number."""

    words: str
    number: float | None = None

    @classmethod
    def of(cls, figure: Figure) -> Cell:
        """Return a figure for a column of its kind: shares as percentages without the sign.

        >>> Cell.of(Figure(value=1_343_812, unit="people")), Cell.of(Figure(value=40, unit="people"))
        (Cell(words='1,340,000', number=1340000.0), Cell(words='under 100', number=None))
        >>> Cell.of(Figure(value=0.4567, unit="share", rounding="tenth"))
        Cell(words='45.7', number=45.7)
        """
        return cls(figure.central.removesuffix("%").replace("fewer than", "under"), figure.number)

    @classmethod
    def rounded(cls, number: float, decimals: int) -> Cell:
        """Return a number with so many decimals."""
        return cls(f"{number:.{decimals}f}", round(float(number), decimals))


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
class Picture:
    """A picture as SVG, the same in words, and the numbers it is drawn from.

    ``is_map`` has patterns, which not every word processor draws; ``note`` says where its numbers stand.
    """

    title: str
    alt: str
    svg: str
    data: Table
    width: int
    height: int
    is_map: bool = False
    note: str = ""
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class Number:
    """One of the numbers of the answer: its value, its range if there is one, and what it counts.

    ``rows`` are the same for a workbook: what is counted, before (``None``: it has none), and after or the
    change.
    """

    value: str
    words: str
    extent: str = ""
    figures: tuple[Figure, ...] = ()
    rows: tuple[tuple[str, Figure | None, Figure], ...] = ()


@dataclass(frozen=True)
class Numbers:
    """The numbers of the answer."""

    items: tuple[Number, ...]


@dataclass(frozen=True)
class Verbatim:
    """A file, as it is."""

    name: str
    text: str


Block = Text | Bullets | Table | Picture | Numbers | Verbatim


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
class Cover:
    """Who hands the annex in, how to reach them, and when; all as given, since no clock is read."""

    by: str = ""
    contact: str = ""
    date: dt.date | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """What is printed under the title.

        >>> Cover(by="A group", date=dt.date(2026, 2, 1)).lines
        ('Submitted by: A group', 'Date: 1 February 2026')
        """
        day = day_words(self.date) if self.date else ""
        told = (("Submitted by", self.by), ("Contact", self.contact), ("Date", day))
        return tuple(f"{name}: {plain(words)}" for name, words in told if words)


@dataclass(frozen=True, kw_only=True)
class Annex:
    """A whole annex. ``references`` stand in the order of their numbers, from 1.

    ``short`` is one of two pages; ``date`` is the cover's, or that of the changes.
    """

    name: str
    title: str
    subtitle: str
    date: dt.date
    sections: tuple[Section, ...]
    references: tuple[Reference, ...]
    attribution: tuple[str, ...]
    cover: Cover = field(default_factory=Cover)
    short: bool = False

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Every block, in order."""
        return tuple(block for section in self.sections for block in section.blocks)

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table, those of pictures too, in order and each label once."""
        found = (block.data if isinstance(block, Picture) else block for block in self.blocks)
        return tuple({table.label: table for table in found if isinstance(table, Table)}.values())

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """Every picture, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Picture))

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


def figures(section: Section) -> Iterator[Figure]:
    """Yield every figure in a section's sentences, in order."""
    for block in section.blocks:
        if isinstance(block, Numbers):
            yield from (figure for number in block.items for figure in number.figures)
        else:
            yield from (figure for text in texts((block,)) for figure in text.figures)


def labelled(sections: tuple[Section, ...], *, prefix: str = "", note: str = "") -> tuple[Section, ...]:
    """Return sections whose tables and pictures are numbered in reading order; some have a label already.

    ``prefix`` stands before each number; ``note`` says where the numbers of pictures are.
    """
    counts = {"Table": 0, "Figure": 0}

    def number(kind: str) -> str:
        counts[kind] += 1
        return f"{kind} {prefix}{counts[kind]}"

    def label(block: Block) -> Block:
        if isinstance(block, (Table, Picture)) and block.label:
            counts["Table"] += block.label.startswith(f"Table {prefix}")
            counts["Figure"] += isinstance(block, Picture)
            return block
        if isinstance(block, Table):
            return replace(block, label=number("Table"))
        if isinstance(block, Picture):
            name = number("Figure")
            numbers = replace(block.data, label=f"{name} in numbers")
            return replace(block, label=name, data=numbers, note=note)
        return block

    return tuple(replace(section, blocks=tuple(map(label, section.blocks))) for section in sections)
