"""London's annex, as it would be attached: its size, its time, its pages, and each borough's two pages."""

import io
import time

import pypdf
import pytest

from estate_model.commands.load import load
from estate_model.inputs.area.cells import read_cells
from estate_model.inputs.store.find import area_folder, data_root
from estate_model.model import run
from estate_model.outputs.annex import Wish, annexes
from estate_model.outputs.annex.assemble import local_annex
from estate_model.outputs.annex.formats import FORMATS, renderer
from estate_model.outputs.annex.part import part_of
from estate_model.outputs.report import Report

MOST_BYTES, MOST_SECONDS = 3_000_000, 15


@pytest.fixture(scope="module")
def london():
    scenario, area, path = load("met-2026-decision", None)
    cells = read_cells(area_folder("london", data_root(None)) / "cells.geojson.gz", area=area)
    one = Report(
        results=run(scenario, area),
        cells=cells,
        inputs=area.provenance,
        scenario_files=((path.name, path.read_text()),),
    )
    assert len(one.totals)  # what the run's own tables need, too
    assert len(one.cell_results)
    assert one.intervals
    assert one.fairness
    return one


def test_it_is_small_and_quick(london):
    started = time.process_time()
    files = annexes(london, Wish(formats=FORMATS))
    assert time.process_time() - started < MOST_SECONDS
    assert set(files) == {f"annex.{name}" for name in FORMATS}
    assert max(len(content) for content in files.values()) < MOST_BYTES
    pages = len(pypdf.PdfReader(io.BytesIO(files["annex.pdf"])).pages)
    assert 10 <= pages <= 24


def test_every_borough_has_two_pages(london):
    names = sorted(set(london.results.area.zones["borough_name"]))
    for name in names:
        content = renderer("pdf")(local_annex(london, part_of(london.results.area, name)))
        assert len(pypdf.PdfReader(io.BytesIO(content)).pages) == 2, name
