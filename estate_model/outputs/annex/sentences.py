"""What an annex speaks of first, and what its figures rest on."""

from __future__ import annotations

from estate_model.nouns import Impact
from estate_model.nouns.network import POSTCODES
from estate_model.outputs.report import Report
from estate_model.outputs.words.measured import whole_area
from estate_model.outputs.words.text import Text


def losing(report: Report, impact: Impact) -> float:
    """Return the residents whose journey gets over the limit longer, in the whole area."""
    return whole_area(report, impact).value(report.losing_column)


def worst(report: Report) -> Impact:
    """Return the moment at which most residents lose; the first of them where several are alike."""
    return max(report.headline_impacts, key=lambda impact: round(losing(report, impact), 6))


def focus(report: Report) -> Impact:
    """Return the moment places are ranked by: the scenario's first, or the worst where nobody loses then."""
    first = report.headline_impacts[0]
    return first if losing(report, first) else worst(report)


def network_text(report: Report) -> Text:
    """Say whether the figures are for screening or street-level, and what that means for their use."""
    network = report.results.network
    if network.kind == POSTCODES:
        return Text(
            "Journeys were found on a screening network of postcodes, without street data. Its figures show "
            "scale and place; before they decide on a single counter they should be found again on streets."
        )
    return Text(f"Journeys were found along streets: {network.label}.")
