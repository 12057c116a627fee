"""London's annex, as it would be attached: its size, its time, its pages, and a borough's two pages."""

import io

import pypdf

from estate_model.outputs.annex.assemble import local_annex
from estate_model.outputs.annex.formats import FORMATS, renderer
from estate_model.outputs.annex.part import part_of

MOST_BYTES, MOST_SECONDS = 3_000_000, 15


def test_it_is_small_and_quick(london_annex):
    files, cpu_seconds = london_annex
    assert cpu_seconds < MOST_SECONDS
    assert set(files) == {f"{which}.{name}" for which in ("annex", "annex-technical") for name in FORMATS}
    assert max(len(content) for content in files.values()) < MOST_BYTES
    pages = len(pypdf.PdfReader(io.BytesIO(files["annex.pdf"])).pages)
    assert pages == 8


def test_a_borough_has_two_pages(london_report):
    names = sorted(set(london_report.results.area.zones["borough_name"]))[::4]
    for name in names:
        content = renderer("pdf")(local_annex(london_report, part_of(london_report.results.area, name)))
        assert len(pypdf.PdfReader(io.BytesIO(content)).pages) == 2, name
