"""What files, columns and layers are called: by the area's own words for its wards, boroughs and BCUs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from estate_model.nouns.figure import Figure
from estate_model.nouns.plain_name import plain
from estate_model.outputs.tables.columns import COLUMNS

LEVELS = ("level", "by")  # columns whose rows may say which level they are of
OF_ONE = ("{}_code", "{}_name", "{}_most_changed", "{}_most_changed_minutes_added")
OF_SEVERAL = ("{}", "{}_below_before", "{}_below_after", "worst_{}_after")
OWN = ("ward", "borough", "bcu")
TABLES = {
    "cells", "counters", "catchments", "whole_area", "equality", "inequality", "psed", "demand", "load",
    "standards", "intervals", "sensitivity", "money", "curve", "local_counters", "public_transport",
    "round_trips", "alternatives", "moments", "rank", "frontier", "sites", "bases", "links", "layer_styles",
    "wards", "boroughs", "bcus",
}  # fmt: skip
Labels = Mapping[str, str]


def own_names(labels: Labels) -> Mapping[str, str]:
    """Return the area's own name of each file (without its ending), layer and column that names a level.

    A level keeps its usual names where its own would be none, or another thing's.

    >>> labels = {"ward": "ward", "wards": "wards", "borough": "district", "boroughs": "districts",
    ...           "bcu": "Force area", "bcus": "cells"}
    >>> names = own_names(labels)
    >>> names["boroughs"], names["borough_name"], names["worst_boroughs_after"], names["bcu_code"]
    ('districts', 'district_name', 'worst_districts_after', 'bcu_code')
    """
    return _own_names(tuple((plain(labels[level]), plain(labels[f"{level}s"])) for level in OWN))


@cache
def _own_names(words: tuple[tuple[str, str], ...]) -> dict[str, str]:
    names: dict[str, str] = {}
    for level, (one, several) in zip(OWN, words, strict=True):
        usual, own = _names(level, f"{level}s"), _names(one, several)
        taken = ({*COLUMNS, *TABLES} - {*usual}) | {*names.values()}
        free = one and several and not taken & {*own}
        names |= dict(zip(usual, own if free else usual, strict=True))
    return names


def _names(one: str, several: str) -> list[str]:
    return [*(form.format(one) for form in OF_ONE), *(form.format(several) for form in OF_SEVERAL)]


def own_file(name: str, labels: Labels) -> str:
    """Return what the area calls a file.

    >>> own_file("wards.csv", {f"{level}{s}": f"{level}{s}" for level in OWN for s in ("", "s")})
    'wards.csv'
    """
    stem, dot, ending = name.partition(".")
    return f"{own_names(labels).get(stem, stem)}{dot}{ending}"


def in_own_names(files: Mapping[str, bytes], labels: Labels) -> dict[str, bytes]:
    """Return files, of which tables are called what the area calls them, and so are their columns."""
    names = own_names(labels)
    return {
        own_file(name, labels): _headed(content, names) if name.endswith(".csv") else content
        for name, content in files.items()
    }


def _headed(content: bytes, names: Mapping[str, str]) -> bytes:
    """Return a table under its own column names."""
    head, end, rows = content.partition(b"\n")
    columns = [names.get(column, column) for column in head.decode().split(",")]
    return ",".join(columns).encode() + end + rows


def own_place(figure: Figure, labels: Labels) -> Figure:
    """Return a figure, the place where it stands called as the area calls it."""
    names = own_names(labels)
    row = tuple((names.get(column, column), sign, value) for column, sign, value in figure.row)
    column = names.get(figure.column, figure.column)
    return replace(figure, file=own_file(figure.file, labels), row=row, column=column)
