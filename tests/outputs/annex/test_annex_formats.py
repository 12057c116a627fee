"""Every format opened for real: what a clerk, a screen reader and a spreadsheet find in it."""

import datetime as dt
import io
import os
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from html import unescape
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest
from docx.oxml.ns import qn

from estate_model.errors import OutputError
from estate_model.outputs.annex import Wish, formats
from estate_model.outputs.annex.assemble import full_annex, local_annex
from estate_model.outputs.annex.content import (
    Annex,
    Bullets,
    Cell,
    Cover,
    Number,
    Numbers,
    Picture,
    Reference,
    Section,
    Table,
    Verbatim,
    labelled,
    plain,
)
from estate_model.outputs.annex.formats import FORMATS, renderer
from estate_model.outputs.annex.part import part_of
from estate_model.outputs.annex.render import pdf as pdf_format
from estate_model.outputs.annex.render.pdf import COVERED, shown
from estate_model.outputs.outputs import everything
from estate_model.outputs.words.text import Text
from tests.outputs.annex.annex_world import report

GOLDEN = Path(__file__).parents[2] / "golden" / "annex"
POPPLER = pytest.mark.skipif(
    not shutil.which("pdftotext"), reason="pdftotext is not installed (Debian: poppler-utils)"
)
OFFICE = pytest.mark.skipif(
    not shutil.which("soffice"), reason="LibreOffice is not installed (Debian: libreoffice-writer-nogui)"
)
COVER = Cover(by="Residents of the Street", contact="street@example.org", date=dt.date(2026, 2, 1))
PRINTED = ("docx", "pdf")
"""Formats that are printed: there, numbers of pictures are in the technical appendix."""
HOSTILE = (
    '#eval("1+1")', "$x^2$", "$$note 1$$", "*b* _i_ `c` @ref <label> \\ // /* c */", "[link](https://example.org)",
    "{{ 7*191 }}{% raw %}${7*191}", "<script>alert(1)</script><img src=x onerror=alert(1)>", "=1+1", "+1+1", "-1+1",
    "@SUM(A1)", "\t=1+1", '=HYPERLINK("https://example.org","x")', "a\u202egnp.exe", "\u0627\u0644\u0639\u0631",
    "\U0001f600\U0001f46e", "a\x00b\x07\ud800", "x" * 2_000, "]]>&amp;\"'", "#", "https://example.org/",
    "\u65e5\u672c", "$", "]",
)  # fmt: skip


@pytest.fixture(scope="module")
def street_report():
    return report(
        {"close": "east", "source": "A1"}, sources={"A1": {"title": "A page", "url": "https://example.org/a"}}
    )


@pytest.fixture(scope="module")
def annex(street_report):
    return full_annex(street_report, COVER)[0]


@pytest.fixture(scope="module")
def technical(street_report):
    return full_annex(street_report, COVER)[1]


@pytest.fixture(scope="module")
def made(annex):
    return {name: renderer(name)(annex) for name in FORMATS}


def words_of(name, content, folder):
    """All text of a file, spaces and line ends as single spaces."""
    if name == "html":
        text = unescape(re.sub(r"<[^>]*>", " ", content.decode()))
    elif name == "docx":
        body = docx.Document(io.BytesIO(content)).element.body
        text = " ".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p")))
    elif name == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        text = " ".join(
            str(cell.value) for sheet in book for row in sheet for cell in row if cell.value is not None
        )
    else:
        path = folder / "annex.pdf"
        path.write_bytes(content)
        text = subprocess.run(
            ["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True
        ).stdout
    return " ".join(text.split())


@pytest.mark.parametrize("name", ["html", "docx", pytest.param("pdf", marks=POPPLER), "xlsx"])
def test_every_format_has_the_same_figures(name, annex, technical, made, tmp_path):
    text = words_of(name, made[name], tmp_path)
    if name in PRINTED:
        text += words_of(name, renderer(name)(technical), tmp_path)
    squeezed = re.sub(r"\s", "", text)
    for table in annex.tables:
        assert re.sub(r"\s", "", f"{table.label}: {table.title}") in squeezed
        for row in table.rows:
            for cell in row:
                words = cell.words if name != "xlsx" or cell.number is None else f"{cell.number:g}"
                if name == "pdf":
                    words = shown(words)
                if len(words) < 12 or name != "pdf":
                    assert re.sub(r"[\s\u200b]", "", words) in squeezed, (table.label, words)
    for block in annex.blocks:
        if isinstance(block, Numbers) and name != "xlsx":
            assert all(re.sub(r"\s", "", one.value) in squeezed for one in block.items)


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_annex_gives_the_same_bytes(name, annex, made):
    assert renderer(name)(annex) == made[name]
    if name in {"docx", "xlsx"}:
        with zipfile.ZipFile(io.BytesIO(made[name])) as archive:
            assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("part", [None, "Roadley"])
def test_the_words_are_as_the_golden_ones(part, street_report):
    """Refresh on purpose with: UPDATE_GOLDEN=1 pytest tests/outputs/annex, and read the difference."""
    one = (
        full_annex(street_report)[0]
        if part is None
        else local_annex(street_report, part_of(street_report.results.area, part))
    )
    lines = [one.title, one.subtitle]
    for section in one.sections:
        lines += ["", f"## {section.title}", *(line for block in section.blocks for line in told(block))]
    lines += ["", *(f"[{number}] {reference.words}" for number, reference in enumerate(one.references, 1))]
    text = re.sub(r"\b\d+\.\d+\.\d+\b", "VERSION", "\n".join(lines)) + "\n"
    golden = GOLDEN / f"{one.name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def told(block):
    if isinstance(block, Text):
        return [block.words]
    if isinstance(block, Bullets):
        return [f"- {item.words}" for item in block.items]
    if isinstance(block, Numbers):
        return [f"* {one.value} | {one.extent} | {one.words}" for one in block.items]
    if isinstance(block, Verbatim):
        return [f"{block.name}:", block.text]
    if isinstance(block, Picture):
        return [f"{block.label}: {block.title}", block.alt, *told(block.data)]
    rows = [" | ".join(cell.words for cell in row) for row in block.rows]
    return [f"{block.label}: {block.title}", " | ".join(block.columns), *rows, block.note]


def test_html_has_no_script_and_asks_nobody(made):
    text = made["html"].decode()
    assert "<script" not in text
    assert "default-src 'none'" in text
    assert not re.findall(r"""(?:src|url\()\s*=?\s*["']?(?:https?:|//)""", text)
    assert '<html lang="en-GB">' in text
    assert text.count("<svg ") == text.count('role="img"')
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert all(target in ids for target in re.findall(r'href="#([^"]+)"', text))
    assert all(target in ids for target in re.findall(r"url\(#([^)]+)\)", text))


def structure(node, found):
    """Every structure element of a tagged PDF: its kind and its alt text."""
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            structure(child, found)
    elif isinstance(node, dict):
        if "/S" in node:
            found.append((str(node["/S"]), node.get("/Alt")))
        if "/K" in node and not isinstance(node["/K"], int):
            structure(node["/K"], found)
    return found


def test_pdf_is_tagged(annex, made):
    reader = pypdf.PdfReader(io.BytesIO(made["pdf"]))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == annex.title
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    found = structure(root["/StructTreeRoot"], [])
    kinds = [kind for kind, _ in found]
    tables = [block for block in annex.blocks if isinstance(block, Table)]
    assert kinds.count("/Table") == len(tables)
    assert kinds.count("/TH") == sum(len(table.columns) for table in tables)
    assert kinds.count("/TD") == sum(len(table.columns) * len(table.rows) for table in tables)
    assert kinds.count("/TOC") >= 1
    assert kinds.count("/H2") >= len(annex.sections)
    alts = [alt for kind, alt in found if kind == "/Figure" and alt]
    assert [str(alt).replace("\u200b", "") for alt in alts] == [figure.alt for figure in annex.pictures]
    assert {
        (round(float(page.mediabox.width)), round(float(page.mediabox.height))) for page in reader.pages
    } == {(595, 842)}
    assert len(reader.outline) > 0


@POPPLER
def test_pdf_pages_are_drawn(made, tmp_path):
    (tmp_path / "annex.pdf").write_bytes(made["pdf"])
    subprocess.run(
        ["pdftoppm", "-r", "30", "-png", "annex.pdf", "page"], cwd=tmp_path, check=True, capture_output=True
    )
    pages = sorted(tmp_path.glob("page*.png"))
    assert len(pages) == len(pypdf.PdfReader(io.BytesIO(made["pdf"])).pages)
    assert all(page.stat().st_size > 1_000 for page in pages)


def test_a_local_annex_has_two_pages(street_report):
    for words in ("Roadley", "West Ward"):
        content = renderer("pdf")(local_annex(street_report, part_of(street_report.results.area, words)))
        assert len(pypdf.PdfReader(io.BytesIO(content)).pages) <= 2


def test_docx_has_headings_captions_headers_and_alt_text(annex, made):
    document = docx.Document(io.BytesIO(made["docx"]))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == [*(section.title for section in annex.sections), "Sources"]
    captions = [p.text for p in document.paragraphs if p.style.name == "Caption"]
    tables = [block for block in annex.blocks if isinstance(block, Table)]
    assert len(captions) == len(tables) + len(annex.pictures)
    assert len(document.tables) == len(tables)
    for table in document.tables:
        rows = table._tbl.findall(qn("w:tr"))
        assert rows[0].find(qn("w:trPr")).find(qn("w:tblHeader")) is not None
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
    pictures = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert pictures == [figure.alt for figure in annex.pictures]
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    properties = document.core_properties
    assert (properties.title, properties.language) == (annex.title, "en-GB")
    assert properties.created.date() == annex.date
    bookmarks = {mark.get(qn("w:name")) for mark in document.element.body.iter(qn("w:bookmarkStart"))}
    links = {link.get(qn("w:anchor")) for link in document.element.body.iter(qn("w:hyperlink"))} - {None}
    assert links
    assert links <= bookmarks


def test_docx_has_fields_that_word_brings_up_to_date(annex, made):
    with zipfile.ZipFile(io.BytesIO(made["docx"])) as archive:
        names, text = archive.namelist(), archive.read("word/document.xml").decode()
        links = archive.read("_rels/.rels").decode()
    codes = re.findall(r"<w:instrText[^>]*>([^<]*)</w:instrText>", text)
    assert codes[0].strip() == 'TOC \\o "1-1" \\h \\z'
    tables = [block for block in annex.blocks if isinstance(block, Table)]
    assert sum("SEQ Table" in code for code in codes) == len(tables)
    assert sum("SEQ Figure" in code for code in codes) == len(annex.pictures)
    assert text.count('w:fldCharType="begin"') == text.count('w:fldCharType="end"') == len(codes)
    charts = [picture for picture in annex.pictures if not picture.is_map]
    assert sum(name.endswith(".svg") for name in names) == len(charts) == text.count("asvg:svgBlip ")
    assert not any("thumbnail" in name for name in (*names, links))
    assert COVER.contact in text


def test_a_mention_of_a_table_follows_its_number():
    table = Table(title="T", columns=("A", "B"), rows=((Cell("a"), Cell("1", 1.0)),))
    one = Annex(
        name="a", title="T", subtitle="S", date=dt.date(2026, 1, 1), references=(), attribution=(),
        sections=labelled((Section("S", (Text("See Table 1, not Table 9."), table)),)),
    )  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(renderer("docx")(one))) as archive:
        text = archive.read("word/document.xml").decode()
    assert "REF _Ref_Table_1 \\h" in text
    assert 'w:name="_Ref_Table_1"' in text
    assert "not Table 9." in text


@pytest.fixture(scope="module")
def opened(made, tmp_path_factory):
    """The document and the workbook as LibreOffice prints them, by format, with their folder."""
    folder = tmp_path_factory.mktemp("office")
    home = f"-env:UserInstallation=file://{folder}/profile"
    for name in ("docx", "xlsx"):
        (folder / f"{name}.{name}").write_bytes(made[name])
    files = [str(folder / f"{name}.{name}") for name in ("docx", "xlsx")]
    words = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files]
    subprocess.run(words, check=True, capture_output=True, timeout=150)
    return folder


@OFFICE
def test_the_document_opens_in_libreoffice(opened):
    with pypdf.PdfReader(str(opened / "docx.pdf")) as reader:
        text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "Who loses, and where" in text
    assert "Table 1: Boroughs" in text
    assert COVER.by in text


@OFFICE
@POPPLER
def test_the_workbook_prints_each_sheet_one_page_wide_with_whole_rows(opened, made):
    """Drawn as PNG too: a row too low for its words would cut them off, and they would not be in the page."""
    book = openpyxl.load_workbook(io.BytesIO(made["xlsx"]))
    with pypdf.PdfReader(str(opened / "xlsx.pdf")) as reader:
        assert len(reader.pages) == len(book.sheetnames)
        text = re.sub(r"\s", "", " ".join(page.extract_text() for page in reader.pages))
    for sheet in book:
        for row in sheet.iter_rows(values_only=True):
            for value in row:
                if isinstance(value, str):
                    assert re.sub(r"\s", "", value) in text, (sheet.title, value)
    subprocess.run(
        ["pdftoppm", "-r", "30", "-png", "xlsx.pdf", "sheet"], cwd=opened, check=True, capture_output=True
    )
    sizes = [page.stat().st_size for page in sorted(opened.glob("sheet*.png"))]
    assert len(sizes) == len(book.sheetnames)
    assert min(sizes) > 700


def test_xlsx_has_formats_and_one_number_a_cell(made):
    book = openpyxl.load_workbook(io.BytesIO(made["xlsx"]))
    for sheet in book:
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        if sheet.title != "Cover":
            head = int(re.search(r"\d+", sheet.freeze_panes)[0])
            assert sheet.cell(head - 1, 1).font.b
        for cell in (cell for row in sheet for cell in row if isinstance(cell.value, int | float)):
            assert cell.number_format.startswith("#,##0"), (sheet.title, cell.coordinate)
    rows = list(book["Answer"].iter_rows(values_only=True))
    head = rows.index(next(row for row in rows if row[0] == "What it counts"))
    assert rows[head] == (
        "What it counts", "Unit", "Before", "Before, low", "Before, high", "After, or change", "After, low", "After, high",
    )  # fmt: skip
    assert rows[head + 1] == ("counters", "counters", 2, "exact", "exact", 1, "exact", "exact")
    assert rows[head + 3][5] == 400
    assert all("not found" not in str(value) for row in rows for value in row)


def test_xlsx_follows_the_analysis_function(annex, made):
    book = openpyxl.load_workbook(io.BytesIO(made["xlsx"]))
    assert book.sheetnames[:3] == ["Cover", "Contents", "Notes"]
    assert [name for name in book.sheetnames if name.startswith(("Table ", "Figure "))] == [
        table.label for table in annex.tables
    ]
    assert book.properties.title == annex.title
    for sheet in book:
        assert not sheet.merged_cells.ranges
        assert all(column.width < 100 for column in sheet.column_dimensions.values())
        assert len(sheet.tables) <= 1
        assert all(cell.data_type != "f" for row in sheet for cell in row)
        if sheet.title.startswith("Table "):
            assert len(sheet.tables) == 1
    first = book["Table 1"]
    numbers = [cell.value for row in first for cell in row if isinstance(cell.value, int | float)]
    assert {800, 8, 22, 400, 50} <= set(numbers)


def hostile_annex(words):
    safe = plain(words)
    table = Table(
        title=safe, columns=(f"{safe} a", f"{safe} b"), rows=((Cell(safe), Cell("1", 1.0)),), note=safe
    )
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" width="10" height="10"><rect width="10" height="10"/></svg>'
    blocks = (
        Text(words, ("k",)), Bullets((Text(words),)), Numbers((Number(value=words, words=words, extent=words),)), table,
        Picture(title=words, alt=words, svg=svg, data=table, width=10, height=10), Verbatim(words, f"{words}\n\n{words}"),
    )  # fmt: skip
    return Annex(
        name="annex", title=words, subtitle=words, date=dt.date(2025, 6, 1),
        sections=labelled((Section(words, blocks), Section("What this does not show", (Text(words),)))),
        references=(Reference(key="k", words=words, url=""),), attribution=(words,),
    )  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: ascii(words[:16]))
def test_hostile_words_reach_every_format_as_text_only(words, tmp_path):
    one = hostile_annex(words)
    wanted = re.sub(r"\s", "", plain(words))[:300]
    for name in FORMATS if shutil.which("pdftotext") else ("html", "docx", "xlsx"):
        content = renderer(name)(one)
        found = re.sub(r"[\s\u2060\u200b\xad]", "", words_of(name, content, tmp_path))
        expected = re.sub(r"[\s\u200b]", "", shown(words))[:300] if name == "pdf" else wanted
        if name == "pdf":
            expected = expected[:60]
        assert expected in found, name
        assert "1337" not in found
        if name == "html":
            assert b"<script>alert" not in content
            assert b"<img" not in content
        if name == "xlsx":
            book = openpyxl.load_workbook(io.BytesIO(content))
            assert all((cell.data_type != "f" and cell.hyperlink is None) or sheet.title == "Contents"
                       for sheet in book for row in sheet for cell in row)  # fmt: skip


def test_hostile_words_from_a_scenario_reach_every_format():
    hostile = '#eval("x") $y$ {{ 7*191 }} <b>=1+1'
    one = report(
        {"close": "east", "source": "#k"}, title=hostile, question=hostile, uncertain=[hostile],
        moments={hostile: "Tu 12:00"}, sources={"#k": {"title": hostile, "url": "javascript:alert(1)"}},
    )  # fmt: skip
    one = replace(one, scenario_files=((hostile, hostile * 50),))
    files = everything(one, Wish(formats=FORMATS, parts=(part_of(one.results.area, "Roadley"),)))
    assert {"annex.html", "annex.pdf", "annex.docx", "annex.xlsx", "annex-roadley.pdf"} <= set(files)
    assert 'href="javascript' not in files["annex.html"].decode()


def test_every_letter_that_is_kept_can_be_set():
    letters = "".join(chr(code) for first, last in COVERED for code in range(first, last + 1))
    source = b'#set document(title: "t")\n#set text(font: ("Source Sans Pro", "DejaVu Sans Mono"), lang: "en")\n= t\n#sys.inputs.t'
    assert pdf_format.typeset(source, {"t": letters}, pdf_standards="ua-1").startswith(b"%PDF")


def test_what_typst_refuses_is_one_clear_error():
    with pytest.raises(OutputError, match="cannot be set as PDF"):
        pdf_format.typeset(
            b'= a\n#image(bytes(sys.inputs.s), format: "svg")', {"s": "<svg/>"}, pdf_standards="ua-1"
        )


def test_missing_libraries_are_named_with_what_to_type(monkeypatch):
    monkeypatch.setattr(formats, "find_spec", lambda name: None if name in {"docx", "xlsxwriter"} else name)
    with pytest.raises(OutputError, match=r"pip install 'estate-model\[docx,xlsx\]'"):
        formats.check_formats(["html", "pdf", "docx", "xlsx"])
    formats.check_formats(["html", "pdf"])
