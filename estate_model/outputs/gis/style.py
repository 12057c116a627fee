"""What QGIS draws layers with: the map's own classes and colours, as a style that lies in the GeoPackage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from xml.etree import ElementTree as ET

from estate_model.outputs.page.classes import CHANGE_BREAKS, CHANGE_CLASSES
from estate_model.outputs.page.marks import MARKS

NO_CHANGE, TENTHS = 1.0, 10
COUNTER_COLOURS = {"closed": "#9b0f42", "reduced": "#c96a00", "opened": "#11695f", "extended": "#11695f"}
OPEN_COLOUR, LINE_COLOUR, EDGE = "#12436d", "#5b6670", "#8a8a8a"


@dataclass(frozen=True)
class Rule:
    """One class of a layer: which rows, what they are called in the key, and their colour."""

    rows: str
    label: str
    colour: str


def change_rules(moment: str) -> tuple[Rule, ...]:
    """Return the map's classes of minutes longer at a moment, by the end of its columns."""
    field, before, after = (f'"{name}_{moment}"' for name in ("longer", "min_before", "min_after"))
    steps = [NO_CHANGE, *(one / TENTHS for one in CHANGE_BREAKS[1:])]
    rows = [
        f"{field} <= {-NO_CHANGE:g} OR ({before} IS NULL AND {after} IS NOT NULL)",
        f"{field} > {-NO_CHANGE:g} AND {field} < {NO_CHANGE:g}",
        *(f"{field} >= {low:g} AND {field} < {high:g}" for low, high in pairwise(steps)),
        f"{field} >= {steps[-1]:g}",
        f"{before} IS NOT NULL AND {after} IS NULL",
        f'{before} IS NULL AND {after} IS NULL AND "people" > 0',
        f'{before} IS NULL AND {after} IS NULL AND coalesce("people", 0) = 0',
    ]
    return tuple(Rule(which, one.label, one.colour) for which, one in zip(rows, CHANGE_CLASSES, strict=True))


def counter_rules(statuses: list[str]) -> tuple[Rule, ...]:
    """Return the classes of counters by what happens to them."""
    return tuple(
        Rule(f"\"status\" = '{status}'", MARKS[status].words, COUNTER_COLOURS.get(status, OPEN_COLOUR))
        for status in statuses
    )


def qml(kind: str, rules: tuple[Rule, ...]) -> str:
    """Return a QGIS style (QML) of rules for ``fill``, ``line`` or ``marker`` symbols."""
    root = ET.Element("qgis", version="3.22", styleCategories="Symbology")
    renderer = ET.SubElement(root, "renderer-v2", type="RuleRenderer", symbollevels="0")
    group = ET.SubElement(renderer, "rules", key="all")
    symbols = ET.SubElement(renderer, "symbols")
    for number, rule in enumerate(rules):
        ET.SubElement(
            group, "rule", key=f"rule{number}", filter=rule.rows, label=rule.label, symbol=str(number)
        )
        symbol = ET.SubElement(symbols, "symbol", type=kind, name=str(number), alpha="1")
        layer = ET.SubElement(symbol, "layer", {"class": LAYERS[kind][0], "enabled": "1"})
        for key, value in LAYERS[kind][1](_colour(rule.colour)).items():
            ET.SubElement(layer, "prop", k=key, v=value)
    return ET.tostring(root, encoding="unicode")


def _colour(text: str) -> str:
    red, green, blue = (int(text[place : place + 2], 16) for place in (1, 3, 5))
    return f"{red},{green},{blue},255"


LAYERS: dict[str, tuple[str, Callable[[str], dict[str, str]]]] = {
    "fill": (
        "SimpleFill",
        lambda colour: {"color": colour, "outline_color": _colour(EDGE), "outline_width": "0.05"},
    ),
    "line": ("SimpleLine", lambda colour: {"line_color": colour, "line_width": "0.1"}),
    "marker": ("SimpleMarker", lambda colour: {"name": "circle", "color": colour, "size": "3"}),
}
