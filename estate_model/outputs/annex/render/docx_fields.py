"""Word's fields: a contents list, numbered captions, and mentions of them, which Word brings up to date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from zlib import crc32

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from estate_model.outputs.annex.content import Annex

HEADING = "_Toc{:05d}"
LABEL = re.compile(r"(Table|Figure) (A?)(\d+)")
Part = Any


def contents(document: Part, titles: Sequence[str]) -> None:
    """Add a contents list of first headings; Word fills in the pages when the document is opened."""
    for number, title in enumerate(titles):
        paragraph = document.add_paragraph(style="Contents")
        if number == 0:
            _begin(paragraph, 'TOC \\o "1-1" \\h \\z', dirty=True)
        link = child(paragraph._p, "w:hyperlink", anchor=HEADING.format(number))  # noqa: SLF001
        link.append(paragraph.add_run(title)._r)  # noqa: SLF001
        if number == len(titles) - 1:
            _mark(paragraph, "end")


def caption(document: Part, label: str, title: str) -> None:
    """Add a caption whose number Word counts: ``Table 3`` or, in the technical appendix, ``Table A3``."""
    paragraph = document.add_paragraph(style="Caption")
    counted = LABEL.fullmatch(label)
    if counted is None:
        paragraph.add_run(f"{label}: {title}")
        return
    kind, prefix, number = counted.groups()
    bookmark(paragraph, target(label), around=lambda: _counted(paragraph, kind, prefix, number))
    paragraph.add_run(f": {title}")


def _counted(paragraph: Part, kind: str, prefix: str, number: str) -> None:
    paragraph.add_run(f"{kind} {prefix}")
    field(paragraph, f"SEQ {kind} \\* ARABIC", number)


def with_references(paragraph: Part, words: str, annex: Annex) -> None:
    """Add words, in which each mention of a caption of this annex follows that caption's number."""
    known = {*(table.label for table in annex.tables), *(picture.label for picture in annex.pictures)}
    start = 0
    for mention in LABEL.finditer(words):
        if mention[0] in known:
            paragraph.add_run(words[start : mention.start()])
            field(paragraph, f"REF {target(mention[0])} \\h", mention[0])
            start = mention.end()
    paragraph.add_run(words[start:])


def target(label: str) -> str:
    """Return the name of a caption's bookmark.

    >>> target("Table A3")
    '_Ref_Table_A3'
    """
    return f"_Ref_{label.replace(' ', '_')}"


def field(paragraph: Part, code: str, shown: str) -> None:
    """Add a field with what it shows until Word works it out again."""
    _begin(paragraph, code)
    paragraph.add_run(shown)
    _mark(paragraph, "end")


def _begin(paragraph: Part, code: str, *, dirty: bool = False) -> None:
    _mark(paragraph, "begin", **({"dirty": "true"} if dirty else {}))
    run = child(paragraph.add_run()._r, "w:instrText")  # noqa: SLF001
    run.set(qn("xml:space"), "preserve")
    run.text = f" {code} "
    _mark(paragraph, "separate")


def _mark(paragraph: Part, kind: str, **more: str) -> None:
    child(paragraph.add_run()._r, "w:fldChar", fldCharType=kind, **more)  # noqa: SLF001


def bookmark(paragraph: Part, name: str, *, around: Any = None) -> None:  # noqa: ANN401 - what adds the runs
    """Mark what is added to a paragraph, or its beginning, so that links and fields can lead to it."""
    number = str(crc32(name.encode()) % 2**31)
    child(paragraph._p, "w:bookmarkStart", id=number, name=name)  # noqa: SLF001
    if around is not None:
        around()
    child(paragraph._p, "w:bookmarkEnd", id=number)  # noqa: SLF001


def child(parent: Part, tag: str, **attributes: str) -> Part:
    """Add an element of Word's own namespace and return it."""
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    parent.append(element)
    return element
