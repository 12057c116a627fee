"""The page's data as one JSON text that can stand inside a ``script`` element."""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict

import numpy as np

from estate_model.nouns.keeping import Keep
from estate_model.outputs.page import classes
from estate_model.outputs.page.backdrop import packed_backdrop
from estate_model.outputs.page.content import Page, View
from estate_model.outputs.page.geometry import Sheet
from estate_model.outputs.page.legend import residents_by_class
from estate_model.outputs.page.marks import BEFORE_ONLY, MARKS
from estate_model.outputs.page.markup import are_numbers
from estate_model.outputs.page.packing import little_endian, tenths, whole_people
from estate_model.outputs.page.placing import placing
from estate_model.outputs.page.streams import squeezed
from estate_model.outputs.page.what_if_payload import what_if_payload

ESCAPES = {sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def payload(page: Page, sheet: Sheet, keep: Keep) -> str:
    """Return everything the page's script reads, as JSON without ``<``, ``>`` or ``&``; packed if large."""
    boroughs = [str(name) for name in page.outlines.index]
    without_outline = sorted(set(page.cells["borough_name"]) - set(boroughs))
    places = {name: place for place, name in enumerate([*boroughs, *without_outline])}
    minutes, people, views = _views(page)
    if page.what_if is not None:
        minutes, people = [], []
    document = {
        "labels": _labels(page),
        "grid": asdict(sheet.grid),
        "corners": sheet.corners,
        "cells": sheet.packed_cells,
        "outlines": sheet.packed_outlines,
        "backdrop": packed_backdrop(page.backdrop, sheet.grid),
        "label_points": [[round(float(number), 1) for number in point] for point in sheet.labels],
        "boroughs": list(places),
        "codes": list(map(str, page.cells.index.tolist())),
        "names": list(map(str, page.cells["cell_name"].tolist())),
        "cell_boroughs": little_endian(
            np.array([places[name] for name in page.cells["borough_name"].tolist()]), "u2"
        ),
        "people": people,
        "minutes": minutes,
        "views": views,
        "numeric": are_numbers((row for view in page.views for row in view.rows), len(page.table_columns)),
        "classes": _classes(),
        "counters": [asdict(counter) for counter in page.counters],
        "marks": {status: mark.words for status, mark in MARKS.items()},
        "before": {"statuses": BEFORE_ONLY},
        "title": page.title,
        "credit": " ".join(page.attribution),
        "placing": None if page.what_if is None else placing(page.what_if, page.cells.crs, sheet.grid),
        "what_if": None if page.what_if is None else what_if_payload(page.what_if, keep),
    }
    text = json.dumps(document, separators=(",", ":"), allow_nan=False)
    for sign, escape in ESCAPES.items():
        text = text.replace(sign, escape)
    return text if page.what_if is None else json.dumps({"packed": squeezed(text.encode(), zlib.Z_FILTERED)})


def _labels(page: Page) -> dict[str, str]:
    levels = {level: page.labels[level] for level in ("borough", "boroughs", "ward", "wards")}
    return {"before": page.before_label, "after": page.after_label, "cell": page.cell_label, **levels}


def _classes() -> dict[str, object]:
    minutes, change = (
        [asdict(one) for one in palette] for palette in (classes.MINUTES_CLASSES, classes.CHANGE_CLASSES)
    )
    return {
        "minutes": {"breaks": classes.MINUTES_BREAKS, "classes": minutes, "rare": classes.RARE_MINUTES},
        "change": {
            "breaks": classes.CHANGE_BREAKS,
            "no_change": classes.NO_CHANGE,
            "classes": change,
            "rare": classes.RARE_CHANGE,
        },
    }


def _views(page: Page) -> tuple[list[str], list[str], list[dict[str, object]]]:
    """Return the different sets of minutes and of residents, each once, and the views that point to them."""
    sets: dict[str, int] = {}
    crowds: dict[str, int] = {}
    profiles, moments = profile_labels(page), moment_labels(page)
    views: list[dict[str, object]] = []
    for view in page.views:
        packed = [little_endian(tenths(one), "u2") for one in (view.before_minutes, view.after_minutes)]
        views.append(
            {
                "profile": list(profiles).index(view.profile_id),
                "moment": moments.index(view.moment),
                "before": sets.setdefault(packed[0], len(sets)),
                "after": sets.setdefault(packed[1], len(sets)),
                "people": crowds.setdefault(little_endian(whole_people(view.cell_people), "u4"), len(crowds)),
                "people_label": view.people_label,
                "sentence": view.sentence,
                "rows": view.rows,
                "legend": residents_by_class(view),
                "figures": _figures(view),
                "shut": {"before": view.shut_before, "after": view.shut_after},
            }
        )
    return list(sets), list(crowds), views


def _figures(view: View) -> dict[str, dict[str, str]]:
    """Return the view's figures as they are printed: alone, their range, and together."""
    return {
        name: {"central": figure.central, "range": figure.range, "text": figure.text}
        for name, figure in view.figures.items()
    }


def profile_labels(page: Page) -> dict[str, str]:
    """Return each profile's label by id, in the order they first come."""
    return {view.profile_id: view.profile_label for view in page.views}


def moment_labels(page: Page) -> list[str]:
    """Return each moment once, in the order they first come."""
    return list(dict.fromkeys(view.moment for view in page.views))
