"""Characters that nobody sees: named, with line and column, wherever text is read.

A no-break space, a zero-width space or a mark that turns the direction of writing comes along when text is
copied from a web page. It looks right and is not, so a name is not found or hours are not read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

PROSE = re.compile(
    r"title|question|uncertain|name|label|notes?|lines|source|publisher|attribution|address|confidence"
    r"|meaning|licen[cs]e|description|basis|error|comment",
    re.IGNORECASE,
)
BLANKS = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180e"
    r"\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)


@dataclass(frozen=True)
class Unseen:
    """An invisible character, where it stands (line and column from 1, index from 0), and its name."""

    index: int
    line: int
    column: int
    name: str
    is_blank: bool

    def __str__(self) -> str:
        """Say what it is and what to do."""
        remedy = "use a plain blank" if self.is_blank else "delete it"
        return f"an invisible character stands here: {self.name}; {remedy}"


def invisible(text: str) -> Iterator[Unseen]:
    r"""Yield the invisible characters of a text, in order.

    >>> [str(unseen) for unseen in invisible("Mo-Fr\u00a010:00-22:00")]
    ['an invisible character stands here: no-break space (U+00A0); use a plain blank']
    """
    line, start, seen = 1, 0, 0
    for found in INVISIBLE.finditer(text):
        passed = text.count("\n", seen, found.start())
        if passed:
            line, start = line + passed, text.rfind("\n", seen, found.start()) + 1
        seen = found.start()
        yield Unseen(
            index=seen,
            line=line,
            column=seen - start + 1,
            name=_named(found[0]),
            is_blank=bool(BLANKS.match(found[0])),
        )


def plain_blanks(text: str) -> str:
    r"""Return a text of prose with every other kind of blank as a plain one.

    >>> plain_blanks("12\u00a0Any Road")
    '12 Any Road'
    """
    return BLANKS.sub(" ", text)


def is_prose(key: str) -> bool:
    """Whether what stands under a key, or in a column, is read by people only.

    >>> is_prose("ward_name"), is_prose("hours")
    (True, False)
    """
    return bool(PROSE.search(key))


def _named(character: str) -> str:
    name = unicodedata.name(character, "control character").lower()
    return f"{name} (U+{ord(character):04X})"
