"""The key of the map: residents in each class of a view, as figures."""

from __future__ import annotations

import numpy as np

from estate_model.nouns.figure import PEOPLE, Figure
from estate_model.outputs.page import classes
from estate_model.outputs.page.content import View
from estate_model.outputs.page.packing import tenths


def classes_of(view: View) -> dict[str, classes.Classes]:
    """Return the class of every cell before and after, and of the change."""
    before, after = tenths(view.before_minutes), tenths(view.after_minutes)
    return {
        "before": classes.minutes_classes(before),
        "after": classes.minutes_classes(after),
        "change": classes.change_classes(before, after),
    }


def residents_by_class(view: View) -> dict[str, list[str]]:
    """Return the residents in each class before and after, and in each of the change, as they are printed."""
    people = np.nan_to_num(view.cell_people)
    return {
        name: [
            Figure(value=float(number), unit=PEOPLE).central
            for number in classes.people_by_class(drawn, people, len(PALETTES[name]))
        ]
        for name, drawn in classes_of(view).items()
    }


PALETTES = {
    "before": classes.MINUTES_CLASSES,
    "after": classes.MINUTES_CLASSES,
    "change": classes.CHANGE_CLASSES,
}
