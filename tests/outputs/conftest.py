import shutil
import time
from collections import defaultdict

import pytest

from estate_model.outputs.annex import Wish, annexes
from estate_model.outputs.annex.formats import FORMATS

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync --no-first-run "
    "--in-process-gpu"  # a sixth less CPU a page
)


@pytest.fixture(scope="package")
def chromium():
    """One browser for every test that opens a page."""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def idle(chromium):  # noqa: ARG001 - its pages close with the browser
    """Pages that no test uses now, by their options: to show another file in one costs a third of a new one."""
    return defaultdict(list)


@pytest.fixture(scope="session")
def london_annex(london_report):
    """London's annex in every format, by file name, and the CPU seconds that it took."""
    started = time.process_time()
    files = annexes(london_report, Wish(formats=FORMATS))
    return files, time.process_time() - started
