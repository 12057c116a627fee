"""What a map page shows, as plain data: the page knows nothing of scenarios or models."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import geopandas as gpd
import numpy as np
import numpy.typing as npt

from estate_model.nouns.england_and_wales import LABELS
from estate_model.nouns.figure import Figure
from estate_model.outputs.page.what_if import WhatIf

Status = Literal["open", "shifted", "reduced", "closed", "opened", "extended", "moved"]


@dataclass(frozen=True, kw_only=True)
class CounterMark:
    """One counter: where it stands, what happens to it, and its hours in plain words."""

    site_id: str
    name: str
    borough_name: str
    longitude: float
    latitude: float
    status: Status
    hours_before: str
    hours_after: str


@dataclass(frozen=True, kw_only=True)
class View:
    """Minutes to the nearest open counter, per cell, for one profile at one moment.

    ``before_minutes`` and ``after_minutes`` have one number per cell, in the cells' order: the mean
    over the cell's residents; ``inf`` = no counter can be reached; ``nan`` = nobody lives there.
    ``cell_people`` are the residents per cell whom the profile stands for, and ``people_label`` who they are.
    ``sentence`` says the result of this view in plain words, and ``figures`` are those of it that stand in
    tiles, by name: the model's own, which the page prints while nothing is switched.
    ``rows`` holds one row of texts per borough, under ``Page.table_columns``.
    ``shut_before`` and ``shut_after`` are the positions in ``Page.counters`` of those that exist but are
    not open at the moment.
    """

    profile_id: str
    profile_label: str
    moment: str
    before_minutes: npt.NDArray[np.float64]
    after_minutes: npt.NDArray[np.float64]
    cell_people: npt.NDArray[np.float64]
    people_label: str
    sentence: str
    rows: tuple[tuple[str, ...], ...]
    shut_before: tuple[int, ...] = ()
    shut_after: tuple[int, ...] = ()
    figures: Mapping[str, Figure] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Page:
    """Everything one map page shows.

    ``cells`` and ``outlines`` are in a projected system in metres (EPSG:27700); ``cells`` is indexed
    by cell code and has ``cell_name`` and ``borough_name``; ``outlines`` is indexed by borough name.
    ``what_if`` holds what the reader may switch, if anything; the minutes drawn are then worked out from it.
    ``backdrop`` has lines and polygons by ``kind`` (road, rail, park), to find the way by.
    ``labels`` are what one and several of each level are called (``ward``, ``wards``).
    ``lead`` says in one sentence what happens. ``beside`` are the files of the page's folder, by name and
    bytes. ``sources`` say where facts and figures come from, a line each. All texts are untrusted.
    """

    title: str
    question: str
    lead: str
    before_label: str
    after_label: str
    findings: tuple[str, ...]
    details: tuple[str, ...] = ()
    network_note: str
    cells: gpd.GeoDataFrame
    cell_label: str
    outlines: gpd.GeoDataFrame
    counters: tuple[CounterMark, ...]
    views: tuple[View, ...]
    table_columns: tuple[str, ...]
    uncertain: tuple[str, ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    attribution: tuple[str, ...]
    what_if: WhatIf | None = None
    labels: Mapping[str, str] = field(default_factory=lambda: LABELS)
    beside: tuple[tuple[str, int], ...] = ()
    backdrop: gpd.GeoDataFrame | None = None
