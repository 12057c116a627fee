"""The annex as DOCX by python-docx: headings, a contents list, numbered captions, header rows, alt text."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from docx import Document
from docx.shared import Pt

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
from estate_model.outputs.annex.render import docx_fields as fields
from estate_model.outputs.annex.render import docx_parts as parts
from estate_model.outputs.annex.render.docx_picture import add_picture
from estate_model.outputs.annex.render.docx_table import table_element
from estate_model.outputs.annex.render.zipped import same_bytes
from estate_model.outputs.words.text import Text

LONGEST_PROPERTY = 250


def render(annex: Annex) -> bytes:
    """Return the annex as DOCX bytes; the same annex gives the same bytes."""
    document: Any = Document()
    parts.prepare(document, plain(annex.title), short=annex.short)
    document.add_paragraph(plain(annex.title), style="Title")
    document.add_paragraph(plain(annex.subtitle), style="Subtitle")
    for line in annex.cover.lines:
        document.add_paragraph(line, style="Cover")
    if not annex.short:
        document.add_paragraph("Contents", style="Contents Heading")
        last = ["Sources"] if annex.references else []
        fields.contents(document, [plain(section.title) for section in annex.sections] + last)
    for number, section in enumerate(annex.sections):
        _heading(document, plain(section.title), number)
        for block in section.blocks:
            _block(document, annex, block)
    _references(document, annex)
    _properties(document, annex)
    parts.drop_thumbnail(document)
    stream = io.BytesIO()
    document.save(stream)
    return same_bytes(stream.getvalue())


def _properties(document: Any, annex: Annex) -> None:  # noqa: ANN401 - python-docx is not typed
    properties = document.core_properties
    moment = dt.datetime.combine(annex.date, dt.time())
    author = plain(annex.cover.by)[:LONGEST_PROPERTY] or "estate-model"
    properties.created = properties.modified = properties.last_printed = moment
    properties.title, properties.author = plain(annex.title)[:LONGEST_PROPERTY], author
    properties.language, properties.last_modified_by = "en-GB", author
    properties.comments, properties.revision = "", 1


def _heading(document: Any, title: str, number: int) -> None:  # noqa: ANN401
    paragraph = document.add_heading(title, level=1)
    fields.bookmark(paragraph, fields.HEADING.format(number))


def _block(document: Any, annex: Annex, block: Block) -> None:  # noqa: ANN401
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
        _figure(document, block)
    elif isinstance(block, Verbatim):
        document.add_heading(plain(block.name), level=2)
        for line in plain(block.text).split("\n"):
            document.add_paragraph(line, style="Verbatim")
    else:
        _table(document, block)


def _text(paragraph: Any, annex: Annex, text: Text) -> None:  # noqa: ANN401
    fields.with_references(paragraph, plain(text.words), annex)
    for number in annex.numbers_of(text):
        parts.internal_link(paragraph, f"[{number}]", f"source-{number}")


def _figure(document: Any, figure: Picture) -> None:  # noqa: ANN401
    fields.caption(document, figure.label, plain(figure.title))
    add_picture(document, figure)
    if figure.note:
        document.add_paragraph(plain(figure.note), style="Note")


def _table(document: Any, table: Table) -> None:  # noqa: ANN401
    fields.caption(document, table.label, plain(table.title))
    body = document.element.body
    body.insert(len(body) - 1, table_element(table))  # before the properties of the last section
    document.add_paragraph(plain(table.note), style="Note")


def _references(document: Any, annex: Annex) -> None:  # noqa: ANN401
    if annex.references:
        _heading(document, "Sources", len(annex.sections))
    for number, one in enumerate(annex.references, 1):
        paragraph = document.add_paragraph(style="Note")
        fields.bookmark(paragraph, f"source-{number}")
        paragraph.add_run(f"[{number}] {plain(one.words)}")
        if one.url:
            paragraph.add_run(", ")
            parts.outer_link(paragraph, one.url)
    document.add_paragraph(plain(" ".join(annex.attribution)), style="Note")
