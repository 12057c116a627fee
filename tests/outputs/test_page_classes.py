"""The classes of the map: where they begin and end, and that their colours can be told apart."""

import itertools

import numpy as np
import pytest

from estate_model.outputs.page import classes
from estate_model.outputs.page.packing import tenths

# Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB.
SIGHT = {
    "normal": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "deutan": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "protan": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "tritan": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = np.array([0.95047, 1.0, 1.08883])


def lab(colour, sight):
    """CIE Lab of a hex colour as seen; grey print keeps the lightness only."""
    parts = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(SIGHT.get(sight, SIGHT["normal"])) @ linear, 0, 1)
    ratio = TO_XYZ @ seen / WHITE
    f = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    whole = np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])
    return whole * (1, 0, 0) if sight == "grey" else whole


@pytest.mark.parametrize("sight", [*SIGHT, "grey"])
@pytest.mark.parametrize(
    "palette", [classes.MINUTES_CLASSES[:8], classes.CHANGE_CLASSES[:10]], ids=["minutes", "change"]
)
def test_any_two_classes_can_be_told_apart(palette, sight):
    seen = [lab(one.colour, sight) for one in palette]
    assert min(np.linalg.norm(one - other) for one, other in itertools.combinations(seen, 2)) >= 8


@pytest.mark.parametrize("palette", [classes.MINUTES_CLASSES, classes.CHANGE_CLASSES])
def test_labels_differ_and_what_has_no_minutes_has_a_pattern(palette):
    assert len({one.label for one in palette}) == len(palette)
    assert all(
        one.pattern != "plain" and one.line
        for one in palette
        if "ounter can" in one.label or "obody" in one.label
    )


def test_a_class_holds_its_lower_figure():
    minutes = np.array([9.94, 9.96, 14.9, 15, 20, 30, 45, 60, 90, np.inf, np.nan])
    assert classes.minutes_classes(tenths(minutes)).tolist() == [0, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9]


def test_changes_are_classed_by_the_shown_tenths():
    before = tenths(np.array([20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, np.inf, np.inf, np.nan]))
    after = tenths(np.array([19, 19.1, 20.9, 21, 25, 30, 40, 50, 80, 110, np.inf, np.inf, 20, np.nan]))
    assert classes.change_classes(before, after).tolist() == [0, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 11]


def test_everybody_is_in_one_class():
    people = np.array([1000.0, 10, 20, 5])
    assert sum(classes.people_by_class(np.array([0, 3, 3, 7]), people, 9)) == 1000 + 30 + 5
