"""Small pieces of HTML from untrusted text: every text is escaped here, and nowhere else."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from estate_model.outputs.page.classes import MapClass

NOT_FOR_HTML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
PART = re.compile(r"annex-(?!technical\.)")
MEGABYTE = 1_000_000
DATA = (".csv", ".json", ".svg", ".gpkg", ".parquet")
File = tuple[str, int]
"""A file's name and its bytes."""
ONE_NUMBER = r"((fewer than|under|over) )?[-+\u2212]?[\d,.]+\s?%?"
NUMBER = re.compile(rf"{ONE_NUMBER}( to {ONE_NUMBER})?|[-\u2013\u2014]|none reachable")


def text(words: object) -> str:
    """Return text for an element or a quoted attribute; characters HTML may not hold become U+FFFD.

    >>> text('<b title="x">')
    '&lt;b title=&quot;x&quot;&gt;'
    """
    return html.escape(NOT_FOR_HTML.sub("\ufffd", str(words)), quote=True)


def items(words: Iterable[str]) -> str:
    """Return list items."""
    return "".join(f"<li>{text(word)}</li>" for word in words)


def paragraphs(words: Iterable[str]) -> str:
    """Return paragraphs."""
    return "".join(f"<p>{text(word)}</p>" for word in words)


def options(labels: Sequence[str]) -> str:
    """Return the options of a select; the value is the label's place in the list."""
    return "".join(f'<option value="{place}">{text(label)}</option>' for place, label in enumerate(labels))


def are_numbers(rows: Iterable[Sequence[str]], columns: int) -> tuple[bool, ...]:
    """Whether each column holds nothing but numbers (or dashes), so that it is set to the right.

    >>> are_numbers([("Brent", "1,200"), ("Camden", "-")], 2)
    (False, True)
    """
    numeric = [True] * columns
    for row in rows:
        for place, word in enumerate(row):
            numeric[place] = numeric[place] and NUMBER.fullmatch(word) is not None
    return tuple(numeric)


def head_cells(columns: Sequence[str], numeric: Sequence[bool]) -> str:
    """Return a table's column headers."""
    return "".join(
        f'<th scope="col"{_side(right)}>{text(word)}</th>'
        for word, right in zip(columns, numeric, strict=True)
    )


def body_rows(rows: Iterable[Sequence[str]], numeric: Sequence[bool]) -> str:
    """Return a table's rows; the first cell of each is its header."""
    return "".join(f"<tr>{_cells(row, numeric)}</tr>" for row in rows)


def _cells(row: Sequence[str], numeric: Sequence[bool]) -> str:
    first, *others = (f"{_side(right)}>{text(word)}" for word, right in zip(row, numeric, strict=True))
    return f'<th scope="row"{first}</th>' + "".join(f"<td{other}</td>" for other in others)


def _side(right: bool) -> str:  # noqa: FBT001 - one word about a column
    return ' class="number"' if right else ""


def swatch(one: MapClass) -> str:
    """Return a class's colour and pattern as a small picture, which prints where backgrounds do not."""
    return (
        '<svg class="swatch" viewBox="0 0 32 20" preserveAspectRatio="none" aria-hidden="true" '
        'focusable="false">'
        f'<rect width="32" height="20" fill="{one.colour}"/>{_lines(one)}</svg>'
    )


def _lines(one: MapClass) -> str:
    paths = {
        "hatch": "M-4 20 16 0M4 20 24 0M12 20 32 0M20 20 40 0M-12 20 8 0",
        "stripes": "M0 3H32M0 10H32M0 17H32",
        "dots": "M4 5h2M12 5h2M20 5h2M28 5h2M8 10h2M16 10h2M24 10h2M4 15h2M12 15h2M20 15h2M28 15h2",
    }
    if one.pattern == "plain":
        return ""
    return f'<path d="{paths[one.pattern]}" fill="none" stroke="{one.line}" stroke-width="2"/>'


def legend_items(classes: Sequence[MapClass], people: Sequence[str], hidden: Iterable[int]) -> str:
    """Return a legend's items: colour, words in full and in short, residents; some ``hidden`` for now."""
    unseen = set(hidden)
    return "".join(
        f'<li data-class="{place}"{" hidden" if place in unseen else ""}>{swatch(one)}'
        f'<span class="unseen label">{text(one.label)}</span>'
        f'<span class="unseen">: </span><span class="short" aria-hidden="true">{text(one.short)}</span>'
        f'<span class="number">{people[place]}</span></li>'
        for place, one in enumerate(classes)
    )


def apart_from_data(names: Sequence[File]) -> tuple[list[File], list[File]]:
    """Return the files to be read, then those of data.

    >>> apart_from_data([("map.html", 2), ("run.json", 1)])
    ([('map.html', 2)], [('run.json', 1)])
    """
    data = [one for one in names if one[0].endswith(DATA)]
    return [one for one in names if one not in data], data


def apart_from_parts(names: Sequence[File]) -> tuple[list[File], list[File]]:
    """Return the files for the whole area, then the annexes for parts of it.

    >>> apart_from_parts([("annex.pdf", 2), ("annex-technical.pdf", 2), ("annex-merton.pdf", 1)])
    ([('annex.pdf', 2), ('annex-technical.pdf', 2)], [('annex-merton.pdf', 1)])
    """
    parts = [one for one in names if PART.match(one[0])]
    return [one for one in names if one not in parts], parts


def files(names: Iterable[File], folder: str = "") -> str:
    """Return links to files of this folder, or of one beside the page, each with its size."""
    before = f"{quote(folder, errors='replace')}/" if folder else ""
    return "".join(
        f'<li><a href="{text(before + quote(name, errors="replace"))}">{text(name)}</a> '
        f'<span class="small">{size_words(size)}</span></li>'
        for name, size in names
    )


def size_words(size: int) -> str:
    """Return a number of bytes as it is read.

    >>> size_words(900), size_words(12_345), size_words(10_300_000)
    ('1 kB', '12 kB', '10.3 MB')
    """
    if size < MEGABYTE:
        return f"{max(round(size / 1000), 1):,} kB"
    return f"{size / MEGABYTE:.1f} MB"
