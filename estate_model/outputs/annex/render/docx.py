"""The annex as DOCX by python-docx: real headings, captions, repeated header rows, alt text."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from docx import Document
from docx.shared import Mm, Pt

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
from estate_model.outputs.annex.render import docx_parts as parts
from estate_model.outputs.annex.render.docx_table import table_element
from estate_model.outputs.annex.render.png import png
from estate_model.outputs.annex.render.zipped import same_bytes
from estate_model.outputs.words.text import Text

WIDE = Mm(174)
PIXELS, PIXELS_SHORT = 1400, 1200


def render(annex: Annex) -> bytes:
    """Return the annex as DOCX bytes; the same annex gives the same bytes."""
    document: Any = Document()
    parts.prepare(document, plain(annex.title), short=annex.short)
    document.add_paragraph(plain(annex.title), style="Title")
    document.add_paragraph(plain(annex.subtitle), style="Subtitle")
    for section in annex.sections:
        document.add_heading(plain(section.title), level=1)
        for block in section.blocks:
            _block(document, annex, block)
    _references(document, annex)
    properties = document.core_properties
    moment = dt.datetime.combine(annex.date, dt.time())
    properties.created = properties.modified = properties.last_printed = moment
    properties.title, properties.author, properties.language = (
        plain(annex.title)[:250],
        "estate-model",
        "en-GB",
    )
    properties.comments, properties.last_modified_by, properties.revision = "", "estate-model", 1
    stream = io.BytesIO()
    document.save(stream)
    return same_bytes(stream.getvalue())


def _block(document: Any, annex: Annex, block: Block) -> None:  # noqa: ANN401 - python-docx is not typed
    if isinstance(block, Text):
        _text(document.add_paragraph(), annex, block)
    elif isinstance(block, Bullets):
        for item in block.items:
            _text(document.add_paragraph(style="List Bullet"), annex, item)
    elif isinstance(block, Numbers):
        for one in block.items:
            paragraph = document.add_paragraph(style="List Bullet")
            run = paragraph.add_run(plain(one.value))
            run.bold, run.font.size = True, Pt(13)
            extent = f" ({plain(one.extent)})" if one.extent else ""
            paragraph.add_run(f"{extent} {plain(one.words)}")
    elif isinstance(block, Picture):
        _figure(document, annex, block)
    elif isinstance(block, Verbatim):
        document.add_heading(plain(block.name), level=2)
        for line in plain(block.text).split("\n"):
            document.add_paragraph(line, style="Verbatim")
    else:
        _table(document, block)


def _text(paragraph: Any, annex: Annex, text: Text) -> None:  # noqa: ANN401
    paragraph.add_run(plain(text.words))
    for number in annex.numbers_of(text):
        parts.internal_link(paragraph, f"[{number}]", f"source-{number}")


def _figure(document: Any, annex: Annex, figure: Picture) -> None:  # noqa: ANN401
    document.add_paragraph(plain(f"{figure.label}: {figure.title}"), style="Caption")
    pixels = PIXELS_SHORT if annex.short else PIXELS
    width = WIDE * 13 // 20 if annex.short else WIDE
    picture = document.add_picture(io.BytesIO(png(figure, pixels)), width=width)
    parts.describe(picture, figure.label, plain(figure.alt), len(document.inline_shapes))
    _table(document, figure.data)


def _table(document: Any, table: Table) -> None:  # noqa: ANN401
    document.add_paragraph(plain(f"{table.label}: {table.title}"), style="Caption")
    body = document.element.body
    body.insert(len(body) - 1, table_element(table))  # before the properties of the last section
    document.add_paragraph(plain(table.note), style="Note")


def _references(document: Any, annex: Annex) -> None:  # noqa: ANN401
    document.add_heading("Sources", level=1)
    for number, one in enumerate(annex.references, 1):
        paragraph = document.add_paragraph(style="Note")
        parts.bookmark(paragraph, f"source-{number}", number)
        paragraph.add_run(f"[{number}] {plain(one.words)}")
        if one.url:
            paragraph.add_run(", ")
            parts.outer_link(paragraph, one.url)
    for line in annex.attribution:
        document.add_paragraph(plain(line), style="Note")
