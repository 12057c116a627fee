"""Pictures as PNG, for formats that cannot hold SVG; drawn by Typst with the same fonts as the PDF."""

from __future__ import annotations

from estate_model.outputs.annex.content import Picture
from estate_model.outputs.annex.render.pdf import typeset

POINTS_AN_INCH = 72
SOURCE = b"""
#set page(width: auto, height: auto, margin: 0pt)
#set text(font: ("Source Sans Pro", "DejaVu Sans Mono"))
#image(bytes(sys.inputs.svg), format: "svg", width: 500pt)
"""
WIDTH_POINTS = 500


def png(picture: Picture, pixels: int) -> bytes:
    """Return a picture as PNG, ``pixels`` wide."""
    return typeset(SOURCE, {"svg": picture.svg}, format="png", ppi=pixels * POINTS_AN_INCH / WIDTH_POINTS)
