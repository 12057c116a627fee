"""A name in plain letters (the end of a column, or a file's), and what does not tell names apart."""

from __future__ import annotations

import re
import unicodedata

NOT_PLAIN = re.compile(r"[^a-z0-9]+")


def plain(name: str) -> str:
    """Return a name in small letters without accents, digits and underscores.

    >>> plain("Sunday evening"), plain("Noël, à midi"), plain("夜")
    ('sunday_evening', 'noel_a_midi', '')
    """
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return NOT_PLAIN.sub("_", letters).strip("_")


def folded(name: str) -> str:
    """Return a name without what does not tell it from another: case, and blanks beyond one.

    >>> folded("Kingston  upon thames ")
    'kingston upon thames'
    """
    return " ".join(name.split()).casefold()
