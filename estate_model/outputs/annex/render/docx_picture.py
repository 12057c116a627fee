"""A picture in a document: charts as SVG, with a PNG for programs that draw none; maps as fine PNG alone.

Word draws SVG, but not surely the patterns that tell a map's classes apart without colour.
"""

from __future__ import annotations

import io
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm

from estate_model.outputs.annex.content import Picture, plain
from estate_model.outputs.annex.render.pdf import typeset

POINTS_AN_INCH = 72
SOURCE = b"""
#set page(width: auto, height: auto, margin: 0pt)
#set text(font: ("Source Sans Pro", "DejaVu Sans Mono"))
#image(bytes(sys.inputs.svg), format: "svg", width: 500pt)
"""
WIDTH_POINTS = 500

WIDEST, TALLEST = Mm(158), Mm(120)
SHARP, SPARE = 1900, 900
"""Pixels across: of a map (over 300 to the inch), and of a chart for programs without SVG."""
SVG = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:ext '
    'uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}"><asvg:svgBlip '
    'xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="{}"/></a:ext>'
    "</a:extLst>"
)


def add_picture(document: Any, figure: Picture) -> None:  # noqa: ANN401 - python-docx is not typed
    """Add a picture with its name and alt text, as wide as the page or its height allow."""
    content = png(figure, SHARP if figure.is_map else SPARE)
    width = min(WIDEST, TALLEST * figure.width // figure.height)
    picture = document.add_picture(io.BytesIO(content), width=width)
    properties = picture._inline.docPr  # noqa: SLF001
    number = len(document.inline_shapes)
    properties.set("id", str(number))
    properties.set("name", figure.label)
    properties.set("descr", plain(figure.alt))
    if not figure.is_map:
        name = PackURI(f"/word/media/chart{number}.svg")
        part = Part(name, "image/svg+xml", figure.svg.encode(), document.part.package)
        relation = document.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
        blip = next(picture._inline.iter(qn("a:blip")))  # noqa: SLF001
        blip.append(parse_xml(SVG.format(relation)))


def png(picture: Picture, pixels: int) -> bytes:
    """Return a picture as PNG, ``pixels`` wide."""
    return typeset(SOURCE, {"svg": picture.svg}, format="png", ppi=pixels * POINTS_AN_INCH / WIDTH_POINTS)
