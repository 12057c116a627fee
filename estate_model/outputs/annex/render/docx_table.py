"""A table as WordprocessingML, written at once: python-docx takes seconds for what takes milliseconds so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from estate_model.outputs.annex.content import Table, plain
from estate_model.outputs.annex.render.layout import widths

TWIPS = 9864
"""The width of the text, 174 mm, in twentieths of a point."""
RIGHT = '<w:jc w:val="right"/>'


HEAD = (
    '<w:tbl {names}><w:tblPr><w:tblStyle w:val="AnnexTable"/><w:tblW w:w="{wide}" w:type="dxa"/>'
    '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="50" w:type="dxa"/>'
    '<w:right w:w="50" w:type="dxa"/></w:tblCellMar><w:tblLook w:firstRow="1" w:lastRow="0" '
    'w:firstColumn="1" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/><w:tblCaption w:val={said}/></w:tblPr>'
)
CELL = (
    '<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="TableText"/>{side}'
    '</w:pPr><w:r><w:t xml:space="preserve">{said}</w:t></w:r></w:p></w:tc>'
)


def table_element(table: Table) -> Any:  # noqa: ANN401 - lxml's
    """Return a table: the first row a repeated header, rows kept whole."""
    columns = [round(TWIPS * share) for share in widths(table)]
    numeric = [table.is_numeric(place) for place in range(len(table.columns))]
    lines = [table.columns, *(tuple(cell.words for cell in row) for row in table.rows)]
    rows = "".join(_row(line, columns, numeric, header=place == 0) for place, line in enumerate(lines))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    said = quoteattr(plain(f"{table.label}: {table.title}"))
    head = HEAD.format(names=nsdecls("w"), wide=sum(columns), said=said)
    return parse_xml(f"{head}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>")


def _row(line: Sequence[str], columns: list[int], numeric: list[bool], *, header: bool) -> str:
    repeated = "<w:tblHeader/>" if header else ""
    cells = "".join(
        CELL.format(wide=width, side=RIGHT if right else "", said=escape(plain(words)))
        for words, width, right in zip(line, columns, numeric, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{cells}</w:tr>"
