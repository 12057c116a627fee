"""Small plots side by side, as SVG that is the same each time."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from estate_model.nouns import Floats

DOTS, LINE = "#12436d", "#b8b8b8"
COLOURS = (DOTS, "#f46a25")
Panel = tuple[str, Floats, Floats]
Lines = tuple[str, Floats, Mapping[str, Floats]]


def scatter(panels: Sequence[Panel], *, x_label: str, y_label: str) -> bytes:
    """Return an SVG with a panel for each (title, x, y), each with the line on which both are equal."""

    def draw(axes: Axes, panel: int) -> None:
        title, x, y = panels[panel]
        top = float(max(x.max(), y.max())) * 1.08
        axes.plot([0, top], [0, top], color=LINE, linewidth=1)
        axes.scatter(x, y, color=DOTS, s=22)
        axes.set(xlim=(0, top), ylim=(0, top), aspect="equal", xlabel=x_label, ylabel=y_label)
        axes.set_title(title, fontsize=9)

    return _drawn(len(panels), draw)


def lines(panels: Sequence[Lines], *, x_label: str, y_label: str) -> bytes:
    """Return an SVG with a panel for each (title, x, y by name), all to one scale."""
    top = max(float(y.max()) for _, _, rows in panels for y in rows.values()) * 1.08

    def draw(axes: Axes, panel: int) -> None:
        title, x, rows = panels[panel]
        for (name, y), colour in zip(rows.items(), COLOURS, strict=True):
            axes.plot(x, y, color=colour, marker="o", markersize=4, label=name)
        axes.set(xlim=(0, float(x.max()) * 1.05), ylim=(0, top), xlabel=x_label, ylabel=y_label)
        axes.set_title(title, fontsize=9)
        if not panel:
            axes.legend(frameon=False, fontsize=8)

    return _drawn(len(panels), draw)


def _drawn(panels: int, draw: Callable[[Axes, int], None]) -> bytes:
    settings: Any = {"svg.hashsalt": "estate-model", "svg.fonttype": "none", "font.family": "sans-serif"}
    with mpl.rc_context(settings):
        figure = Figure(figsize=(4.5 * panels, 4.2), layout="constrained")
        for number, axes in enumerate(figure.subplots(1, panels)):
            draw(axes, number)
            axes.spines[["top", "right"]].set_visible(False)
        written = io.BytesIO()
        figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    return written.getvalue()
