"""The annex as PDF/UA-1 by Typst: tagged, A4; texts travel as data and are never Typst source."""

from __future__ import annotations

import datetime as dt
import json
import re
from functools import lru_cache
from importlib import resources
from importlib.resources import as_file
from typing import Any

from estate_model.errors import OutputError
from estate_model.outputs.annex.content import (
    Annex,
    Block,
    Bullets,
    Numbers,
    Picture,
    Table,
    Verbatim,
    plain,
)
from estate_model.outputs.annex.render.layout import widths
from estate_model.outputs.words.text import Text

COVERED = (
    (0x20, 0x7E), (0xA0, 0x17F), (0x384, 0x386), (0x388, 0x38A), (0x38C, 0x38C), (0x38E, 0x3A1),
    (0x3A3, 0x3CE), (0x400, 0x45F), (0x2010, 0x2027), (0x2030, 0x203A), (0x20AC, 0x20AC), (0x2190, 0x2193),
    (0x2212, 0x2212), (0x2260, 0x2260), (0x2264, 0x2265), (0xFFFD, 0xFFFD),
)  # fmt: skip
"""Characters that the fonts surely have; others are written as their numbers, such as [U+1F600]."""
LONG_WORD = re.compile(r"[^\s\u200b]{28}")
FONTS = "font_source_sans_pro"


def render(annex: Annex) -> bytes:
    """Return the annex as PDF bytes; the same annex gives the same bytes.

    Raise OutputError when Typst refuses the document, for example since it is not PDF/UA-1.
    """
    template = resources.files("estate_model.outputs.annex").joinpath("assets", "annex.typ").read_bytes()
    data = {
        "title": shown(annex.title),
        "subtitle": shown(annex.subtitle),
        "cover": [shown(line) for line in annex.cover.lines],
        "author": shown(annex.cover.by or "estate-model"),
        "date": [annex.date.year, annex.date.month, annex.date.day],
        "short": annex.short,
        "sections": [
            {"title": shown(section.title), "blocks": [_block(annex, block) for block in section.blocks]}
            for section in annex.sections
        ],
        "references": [
            {"words": shown(one.words), "url": one.url, "shown": shown(one.url)} for one in annex.references
        ],
        "attribution": [shown(line) for line in annex.attribution],
    }
    moment = dt.datetime.combine(annex.date, dt.time(), dt.UTC)
    return typeset(template, {"data": json.dumps(data)}, timestamp=moment, pdf_standards="ua-1")


def typeset(source: bytes, inputs: dict[str, str], **options: Any) -> bytes:  # noqa: ANN401 - Typst's own
    """Return what Typst makes of a source of ours, with fonts that came along only."""
    import typst  # noqa: PLC0415 - an extra

    try:
        made = typst.compile(
            source, font_paths=_fonts(), ignore_system_fonts=True, sys_inputs=inputs, **options
        )
    except typst.TypstError as error:
        raise OutputError(f"the annex cannot be set as PDF: {error}") from error
    return made if isinstance(made, bytes) else b"".join(made)


@lru_cache(maxsize=1)
def _fonts() -> Any:  # noqa: ANN401 - Typst's own
    import typst  # noqa: PLC0415 - an extra

    with as_file(resources.files(FONTS).joinpath("files")) as folder:
        return typst.Fonts(include_system_fonts=False, font_paths=[str(folder)])


def shown(words: object) -> str:
    """Return text in characters that the fonts have, with places where a long word may be broken.

    >>> shown(f"a face {chr(0x1f600)}")
    'a face [U+1F600]'
    """
    text = "".join(_shown(letter) for letter in plain(words))
    return LONG_WORD.sub(lambda long: f"{long[0]}\u200b", text)


def _shown(letter: str) -> str:
    if letter in "\n\t" or any(first <= ord(letter) <= last for first, last in COVERED):
        return letter
    return f"[U+{ord(letter):04X}]"


def _block(annex: Annex, block: Block) -> dict[str, Any]:
    if isinstance(block, Text):
        return {"kind": "text", **_text(annex, block)}
    if isinstance(block, Bullets):
        return {"kind": "bullets", "items": [_text(annex, item) for item in block.items]}
    if isinstance(block, Numbers):
        items = [
            {"value": shown(one.value), "words": shown(one.words), "range": shown(one.extent)}
            for one in block.items
        ]
        return {"kind": "numbers", "items": items}
    if isinstance(block, Picture):
        caption = shown(f"{block.label}: {block.title}")
        picture = {"svg": block.svg, "alt": shown(block.alt), "caption": caption}
        return {"kind": "figure", **picture, "note": shown(block.note)}
    if isinstance(block, Verbatim):
        return {
            "kind": "verbatim",
            "name": shown(block.name),
            "lines": [shown(line) for line in block.text.split("\n")],
        }
    return {"kind": "table", "table": _table(block)}


def _text(annex: Annex, text: Text) -> dict[str, Any]:
    return {"words": shown(text.words), "cites": list(annex.numbers_of(text))}


def _table(table: Table) -> dict[str, Any]:
    return {
        "caption": shown(f"{table.label}: {table.title}"),
        "columns": [shown(word) for word in table.columns],
        "numeric": [table.is_numeric(place) for place in range(len(table.columns))],
        "weights": list(widths(table)),
        "rows": [[shown(cell.words) for cell in row] for row in table.rows],
        "note": shown(table.note),
    }
