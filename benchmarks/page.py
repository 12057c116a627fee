"""How quick a map page is: ready, and from a switch to paint, at a desk and four times slowed.

    python -m benchmarks.page maps/met-2026-decision/map.html

Medians of several openings in headless Chromium, without a graphics card. Of use on a quiet machine alone:
the load is printed beside.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, sync_playwright

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
ROUNDS = 7
DESK: Any = {"width": 1280, "height": 800}
TOGGLE = """async () => {
  const times = [];
  for (const state of [0, 1, 0, 2, 1, 0, 2]) {
    const start = performance.now();
    document.getElementById(`switch-0-${state}`).click();
    await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[3];
}"""
MARK = """(function attach() {
  const root = document.documentElement;
  if (!root) { setTimeout(attach); return; }
  new MutationObserver((_, watch) => {
    if (root.dataset.ready !== 'true') { return; }
    window.readyAt = performance.now();
    watch.disconnect();
  }).observe(root, { attributes: true });
}())"""
SETTLED = """new Promise(done => {
  const look = () => document.documentElement.dataset.settled === 'true' && done();
  new MutationObserver(look).observe(document.documentElement, { attributes: true });
  look();
})"""


def main(path: Path) -> None:
    """Print a line for each speed of the machine."""
    print(f"{path}: {path.stat().st_size / 1e6:.2f} MB; load {os.getloadavg()[0]:.1f}")
    print("| machine | ready, s | switch to paint, ms |")
    print("|---|---|---|")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for rate in (1, 4):
            found = [_once(browser, path, rate) for _ in range(ROUNDS)]
            ready, toggle = (median(each) for each in zip(*found, strict=True))
            machine = "as it is" if rate == 1 else f"{rate} times slower"
            print(f"| {machine} | {ready / 1000:.2f} | {toggle:.0f} |")


def _once(browser: Browser, path: Path, rate: int) -> tuple[float, float]:
    """Return milliseconds until the page is ready, and from a switch until it is painted."""
    context: Any = browser.new_context(viewport=DESK)
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": rate})
    page.add_init_script(MARK)
    page.goto(path.resolve().as_uri())
    page.evaluate(SETTLED)
    times = float(page.evaluate("window.readyAt")), float(page.evaluate(TOGGLE))
    context.close()
    return times


if __name__ == "__main__":
    main(Path(sys.argv[1]))
