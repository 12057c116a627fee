"""Pictures of a finished map: ``python -m benchmarks.screenshot MAP.html`` writes ``maps/example.png``.

Needs Chromium and the ``test`` extra. With ``--all FOLDER`` also the phone and the printed page.
"""

from __future__ import annotations

import argparse
import io
import shutil
from pathlib import Path

EXAMPLE = Path(__file__).parent.parent / "maps" / "example.png"
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)
COLOURS = 128
MOST_BYTES = 200_000


def main() -> None:
    """Open the map without a network, wait until it is drawn, and keep what is seen."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - the test extra

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("map", type=Path)
    parser.add_argument("--all", type=Path, default=None)
    words = parser.parse_args()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium") or "/usr/bin/chromium", args=FLAGS.split()
        )
        page = browser.new_page(viewport={"width": 1180, "height": 1000})
        page.goto(words.map.resolve().as_uri())
        page.wait_for_selector("html[data-ready=true]", state="attached")
        page.evaluate("document.querySelector('.map-section').scrollIntoView()")
        EXAMPLE.write_bytes(small(page.screenshot()))
        print(f"{EXAMPLE}: {EXAMPLE.stat().st_size:,} bytes")
        if words.all:
            words.all.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=words.all / "desktop.png", full_page=True)
            page.pdf(path=words.all / "print.pdf")
            page.set_viewport_size({"width": 390, "height": 844})
            page.screenshot(path=words.all / "phone.png", full_page=True)
        browser.close()


def small(picture: bytes) -> bytes:
    """Return a PNG in few colours, under 200 kB."""
    from PIL import Image  # noqa: PLC0415 - the test extra

    kept = io.BytesIO()
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS).save(kept, "PNG", optimize=True)
    if kept.tell() > MOST_BYTES:
        raise ValueError(f"the picture has {kept.tell():,} bytes, over {MOST_BYTES:,}")
    return kept.getvalue()


if __name__ == "__main__":
    main()
