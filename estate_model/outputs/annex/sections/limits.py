"""What this does not show, and what its words mean."""

from __future__ import annotations

from estate_model.outputs.annex.content import Bullets, Section
from estate_model.outputs.annex.references import mentioned
from estate_model.outputs.report import Report
from estate_model.outputs.words.assumed import assumed_text, candidates_text
from estate_model.outputs.words.public_transport import rides
from estate_model.outputs.words.sources import definitions, uncertain
from estate_model.outputs.words.text import Text

NO_RANGES = (
    "No range is given for the numbers of the answer; the error measured for the network is given instead."
)
MORE = "What the words mean, and what must be known of the data, is in the technical appendix."
NOT_NEED = "Nothing here measures who needs a counter, who visits one, or what a visit is for."


def limits(report: Report) -> Section:
    """Return what the figures do not show, how far they may be off, and what is not known for sure."""
    network = report.results.network
    points = [
        NOT_NEED,
        f"{network.label}. {network.error}",
        *([] if report.intervals or rides(report) else [NO_RANGES]),
        MORE,
    ]
    assumed = filter(None, (candidates_text(report), assumed_text(report)))
    blocks: list[Text | Bullets] = [Bullets((*assumed, *map(Text, points)))]
    doubts = uncertain(report)
    if doubts:
        blocks += [
            Text("Not known for sure:"),
            Bullets(tuple(Text(doubt, mentioned(report, doubt)) for doubt in doubts)),
        ]
    return Section("What this does not show", tuple(blocks))


def meanings(report: Report) -> Section:
    """Return what the words mean, what the ranges are, and what must be known of the data."""
    points = [one for one in (*definitions(report), report.results.network.source) if one.strip()]
    notes = report.results.area.notes
    data = (Text("Of the data:"), Bullets(tuple(map(Text, notes)))) if notes else ()
    return Section("What the words mean, and notes on the data", (Bullets(tuple(map(Text, points))), *data))
