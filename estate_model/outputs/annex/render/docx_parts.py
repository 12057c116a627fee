"""What python-docx leaves to its callers: styles, links, alt text, table headers, page numbers."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from estate_model.outputs.annex.render.docx_fields import child, field

FONT, FIXED = "Arial", "Consolas"
ACCENT, SOFT = RGBColor(0x12, 0x43, 0x6D), RGBColor(0x44, 0x50, 0x5C)
SIZES = {"Normal": 10.5, "Title": 20, "Subtitle": 11, "Heading 1": 15, "Heading 2": 12, "Caption": 10}
SIZES_SHORT = {"Normal": 9, "Title": 15, "Subtitle": 9, "Heading 1": 11.5, "Heading 2": 10, "Caption": 8.5}
Part = Any


def prepare(document: Part, title: str, *, short: bool) -> None:
    """Set A4, fonts, colours, language and page numbers."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin = section.bottom_margin = Mm(13 if short else 18)
    for name, size in (SIZES_SHORT if short else SIZES).items():
        _style(document.styles[name], size, heading=name not in {"Normal", "Subtitle"})
    subtitle = document.styles["Subtitle"]
    subtitle.font.color.rgb = SOFT
    for spacing in subtitle.element.rPr.findall(qn("w:spacing")):
        subtitle.element.rPr.remove(spacing)
    gap = 3 if short else 6
    document.styles["Normal"].paragraph_format.space_after = Pt(gap)
    document.styles["Heading 1"].paragraph_format.space_before = Pt(3 * gap)
    document.styles["Title"].paragraph_format.space_after = Pt(gap)
    document.styles["List Bullet"].paragraph_format.space_after = Pt(gap / 2)
    document.styles["Caption"].paragraph_format.space_before = Pt(gap)
    document.styles["Caption"].paragraph_format.space_after = Pt(gap / 2)
    document.styles["Caption"].paragraph_format.keep_with_next = True
    own = {"Table Text": 7 if short else 8, "Note": 7 if short else 8.5, "Verbatim": 7.5, "Contents": 10}
    for name, size in {**own, "Cover": SIZES["Normal"], "Contents Heading": SIZES["Heading 2"]}.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        _style(style, size, heading=name == "Contents Heading", font=FIXED if name == "Verbatim" else FONT)
        style.paragraph_format.space_after = Pt(gap if name == "Note" else 0)
        style.paragraph_format.line_spacing = 1
    _table_style(document)
    _language(document)
    _footer(section, title)


def _style(style: Part, size: float, *, heading: bool, font: str = FONT) -> None:
    style.font.name, style.font.size, style.font.italic = font, Pt(size), False
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), font)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
        fonts.attrib.pop(qn(theme), None)
    if heading:
        style.font.bold, style.font.color.rgb = True, ACCENT


def _table_style(document: Part) -> None:
    """Make a table style with thin rules and a bold first row."""
    style = document.styles.add_style("Annex Table", WD_STYLE_TYPE.TABLE)
    properties = child(style.element, "w:tblPr")
    borders = child(properties, "w:tblBorders")
    for side in ("w:top", "w:bottom", "w:insideH"):
        child(borders, side, val="single", sz="4", color="B1B9C1")
    first = child(style.element, "w:tblStylePr", type="firstRow")
    child(child(first, "w:rPr"), "w:b")
    child(child(first, "w:tcPr"), "w:shd", val="clear", color="auto", fill="F3F6F9")


def _language(document: Part) -> None:
    properties = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    language = properties.find(qn("w:lang"))
    language = child(properties, "w:lang") if language is None else language
    language.set(qn("w:val"), "en-GB")


def _footer(section: Part, title: str) -> None:
    paragraph = section.footer.paragraphs[0]
    paragraph.add_run(f"{title[:90]}{'…' if len(title) > 90 else ''}   Page ")  # noqa: PLR2004
    field(paragraph, "PAGE", "1")
    paragraph.add_run(" of ")
    field(paragraph, "NUMPAGES", "1")
    for run in paragraph.runs:
        run.font.size, run.font.color.rgb = Pt(8), SOFT


def drop_thumbnail(document: Part) -> None:
    """Take out the picture of another document that python-docx's template brings along."""
    relations = document.part.package.rels
    for key in [key for key, one in relations.items() if one.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del relations[key]


def internal_link(paragraph: Part, words: str, target: str) -> None:
    """Add a raised link to a bookmark."""
    link = child(paragraph._p, "w:hyperlink", anchor=target)  # noqa: SLF001
    run = paragraph.add_run(words)
    run.font.superscript = True
    link.append(run._r)  # noqa: SLF001


def outer_link(paragraph: Part, address: str) -> None:
    """Add a link to an address."""
    target = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), target)
    paragraph._p.append(link)  # noqa: SLF001
    run = paragraph.add_run(address)
    run.font.color.rgb, run.font.underline = RGBColor(0x1D, 0x5A, 0x92), True
    link.append(run._r)  # noqa: SLF001
