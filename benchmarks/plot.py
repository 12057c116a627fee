"""Two small scatter plots side by side, as SVG that is the same each time."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from estate_model.nouns import Floats

DOTS, LINE = "#12436d", "#b8b8b8"
Panel = tuple[str, Floats, Floats]


def scatter(panels: Sequence[Panel], *, x_label: str, y_label: str) -> bytes:
    """Return an SVG with a panel for each (title, x, y), each with the line on which both are equal."""
    settings: Any = {"svg.hashsalt": "estate-model", "svg.fonttype": "none", "font.family": "sans-serif"}
    with mpl.rc_context(settings):
        figure = Figure(figsize=(9, 4.2), layout="constrained")
        for axes, (title, x, y) in zip(figure.subplots(1, len(panels)), panels, strict=True):
            top = float(max(x.max(), y.max())) * 1.08
            axes.plot([0, top], [0, top], color=LINE, linewidth=1)
            axes.scatter(x, y, color=DOTS, s=22)
            axes.set(xlim=(0, top), ylim=(0, top), aspect="equal", xlabel=x_label, ylabel=y_label)
            axes.set_title(title, fontsize=9)
            axes.spines[["top", "right"]].set_visible(False)
        written = io.BytesIO()
        figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    return written.getvalue()
