"""What this does not show."""

from __future__ import annotations

from estate_model.outputs.annex.content import Bullets, Section
from estate_model.outputs.annex.references import mentioned
from estate_model.outputs.report import Report
from estate_model.outputs.words.public_transport import rides
from estate_model.outputs.words.sources import definitions, uncertain
from estate_model.outputs.words.text import Text

NO_RANGES = (
    "No range is given for the numbers of the answer; the error measured for the network is given instead."
)
NOT_NEED = "Nothing here measures who needs a counter, who visits one, or what a visit is for."


def limits(report: Report) -> Section:
    """Return what the figures mean, how far they may be off, and what is not known for sure."""
    network = report.results.network
    points = [
        *definitions(report),
        NOT_NEED,
        f"{network.label}. {network.error} {network.source}",
        *([] if report.intervals or rides(report) else [NO_RANGES]),
    ]
    blocks: list[Text | Bullets] = [Bullets(tuple(Text(point) for point in points if point.strip()))]
    doubts = uncertain(report)
    if doubts:
        blocks += [
            Text("Not known for sure:"),
            Bullets(tuple(Text(doubt, mentioned(report, doubt)) for doubt in doubts)),
        ]
    notes = report.results.area.notes
    if notes:
        blocks += [Text("Of the data:"), Bullets(tuple(Text(note) for note in notes))]
    return Section("What this does not show", tuple(blocks))
