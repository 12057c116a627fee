"""A small invented world for the map page: 12 square cells of 1 km in 3 boroughs, and a river between two rows."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import geopandas as gpd
import numpy as np
from shapely.geometry import box

from estate_model.outputs.page.content import CounterMark, Page, View
from estate_model.outputs.page.what_if import Choice, Points, Preset, Switch, Way, WhatIf, Zones

BRITISH_GRID = "EPSG:27700"
LEFT, BOTTOM, SIDE, RIVER = 530_000, 180_000, 1_000, 300
COLUMNS, ROWS = 4, 3
BOROUGHS = ("Ashby", "Brook and Vale", "Cold Harbour")
STATUSES = ("open", "reduced", "closed", "opened", "extended", "moved")
TABLE_COLUMNS = ("Borough", "Residents", "Minutes before", "Minutes after")
BEFORE = np.array([5, 9.96, 12, 17, 25, 40, 50, 70, 5, 5, np.inf, np.nan])
AFTER = np.array([5.5, 12, 18, 28, 50, 75, np.inf, 60, 5, 5.9, np.inf, np.nan])
GAINING = np.array([5, 9.96, 12, 17, 25, 40, 50, 70, 5, 5, 30, np.nan])
PEOPLE = np.array([1000, 1100, 1200, 1300, 1400, 1500, 1600, 1700, 1800, 1900, 2004, 0])


@cache
def cells() -> gpd.GeoDataFrame:
    squares, names, boroughs = [], [], []
    for place in range(COLUMNS * ROWS):
        row, column = divmod(place, COLUMNS)
        x, y = LEFT + column * SIDE, BOTTOM + row * SIDE + (RIVER if row else 0)
        squares.append(box(x, y, x + SIDE, y + SIDE))
        names.append(f"Cell {place:02d}")
        boroughs.append(BOROUGHS[row])
    codes = [f"E{place:08d}" for place in range(len(squares))]
    frame = gpd.GeoDataFrame(
        {"cell_name": names, "borough_name": boroughs}, geometry=squares, index=codes, crs=BRITISH_GRID
    )
    return frame.rename_axis("cell_code")


@cache
def counters() -> tuple[CounterMark, ...]:
    """One counter of each status, each in the middle of its own cell: the cells 0, 2, 5, 7, 8 and 10."""
    world = cells()
    middles = world.geometry.centroid.to_crs("EPSG:4326")
    return tuple(
        CounterMark(
            site_id=f"site-{status}",
            name=f"Counter {status}",
            borough_name=str(world["borough_name"].iloc[place]),
            longitude=float(middles.iloc[place].x),
            latitude=float(middles.iloc[place].y),
            status=status,
            hours_before="closed" if status in {"opened", "moved"} else "all day, every day",
            hours_after="closed" if status == "closed" else "Mon to Fri 10:00 to 18:00",
        )
        for place, status in zip((0, 2, 5, 7, 8, 10), STATUSES, strict=True)
    )


def view(profile: str, moment: str, after: np.ndarray) -> View:
    return View(
        profile_id=profile,
        profile_label=f"An adult, {profile}",
        moment=moment,
        before_minutes=BEFORE,
        after_minutes=after,
        cell_people=PEOPLE.astype(float),
        people_label="Residents",
        sentence=f"{profile}, {moment}: 1,600 residents cannot reach a counter any more.",
        rows=tuple((name, "4,600", "12.5", f"{len(profile) + len(moment)}.0") for name in BOROUGHS),
    )


@cache
def page() -> Page:
    """Three views: walking on two moments, driving on the first only; one has gains."""
    world = cells()
    return Page(
        title="Three counters close in Threeborough",
        question="Who can still reach an open counter?",
        lead="One of four counters closes.",
        before_label="Before: as on 1 August 2025",
        after_label="After the changes",
        findings=("One counter closes.", "1,600 residents lose all access."),
        network_note="Screening network: mean error 5.8%.",
        cells=world,
        cell_label="LSOA 2011",
        outlines=world[["borough_name", "geometry"]].dissolve("borough_name"),
        counters=counters(),
        views=(
            view("walking", "Tuesday 11:00", AFTER),
            replace(
                view("walking", "Wednesday 23:30", np.where(np.isnan(AFTER), np.nan, np.inf)),
                shut_before=(1,),
                shut_after=(0, 1),
            ),
            view("driving", "Tuesday 11:00", GAINING),
        ),
        table_columns=TABLE_COLUMNS,
        uncertain=("Hours may change.",),
        notes=("Residents are invented.", "So are the minutes."),
        sources=("S1: A page drawn by hand.", "S2: Another."),
        attribution=("Contains invented data.",),
        beside=(("boroughs.csv", 1200), ("annex.docx", 240_000)),
    )


def with_text(words: str) -> Page:
    """The same page with ``words`` in every text field, made different only where ids must differ."""
    plain = page()
    stored = words.encode(errors="replace").decode()  # a frame's text columns hold no lone surrogates
    boroughs = {name: f"{number}{stored}" for number, name in enumerate(BOROUGHS)}
    world = plain.cells.assign(cell_name=stored, borough_name=plain.cells["borough_name"].map(boroughs))
    world.index = [f"{number}{stored}" for number in range(len(world))]
    marks = (replace(mark, site_id=words, name=words, borough_name=words) for mark in plain.counters)
    views = (
        replace(
            one,
            profile_id=one.profile_id + words,
            profile_label=words,
            moment=one.moment + words,
            sentence=words,
            people_label=words,
            rows=tuple((words,) * len(TABLE_COLUMNS) for _ in one.rows),
        )
        for one in plain.views
    )
    lists = dict.fromkeys(("findings", "uncertain", "notes", "sources", "attribution"), (words, words))
    return replace(
        plain,
        **dict.fromkeys(
            ("title", "question", "lead", "before_label", "after_label", "network_note", "cell_label"), words
        ),
        **lists,
        table_columns=(words,) * len(TABLE_COLUMNS),
        cells=world,
        outlines=world[["borough_name", "geometry"]].dissolve("borough_name"),
        counters=tuple(replace(mark, hours_before=words, hours_after=words) for mark in marks),
        views=tuple(views),
    )


ALWAYS, OFFICE = ((0, 10080),), tuple((day * 1440 + 540, day * 1440 + 1020) for day in range(5))
POSTCODES = (
    "AB1 1AA",
    "AB1 1AB",
    "AB1 1ZZ",
    "AB1 2AA",
    "AB10 9XY",
    "B1 1BA",
    "B1 1BB",
    "B2 2AA",
    "B2 2AB",
    "B2 2AD",
    "EC1A 1BB",
    "W1A 1AA",
)
METRES_A_MINUTE = 80
EVENINGS = Choice(
    state="hours1",
    words="evenings",
    spells=tuple((day * 1440 + 1080, day * 1440 + 1320) for day in range(7)),
    change="open",
    hours="Mo-Su 18:00-22:00",
    line="  - open: site-spare\n    hours: Mo-Su 18:00-22:00\n",
)


@cache
def switches(words: str = "") -> tuple[Switch, ...]:
    """The counters of the page, and one spare building; the third is shut in the scenario."""
    world = cells().geometry.centroid
    made = []
    for number, (place, status) in enumerate(zip((0, 2, 5, 7, 8, 10, 3), (*STATUSES, "spare"), strict=True)):
        before = () if status in {"opened", "moved", "spare"} else ALWAYS
        start = {"reduced": 1, "closed": 2, "spare": 2}.get(status, 0)
        made.append(
            Switch(
                site_id=f"site-{status}{words}",
                name=words or f"Counter {status}",
                borough_name=words or str(cells()["borough_name"].iloc[place]),
                longitude=counters()[number].longitude if number < len(STATUSES) else -0.12,
                latitude=counters()[number].latitude if number < len(STATUSES) else 51.5,
                easting_metres=world.iloc[place].x,
                northing_metres=world.iloc[place].y,
                before=before,
                before_words=words or ("all day, every day" if before else "closed"),
                choices=(
                    Choice(
                        state="open",
                        words=words or "all day, every day",
                        spells=ALWAYS,
                        change="" if before else "open",
                        hours="24/7",
                        line="" if before else f"  - open: site-{status}\n    hours: 24/7\n",
                    ),
                    Choice(
                        state="reduced",
                        words=words or "office hours",
                        spells=OFFICE,
                        change="set_hours" if before else "open",
                        hours="Mo-Fr 09:00-17:00",
                        line="" if before else f"  - open: site-{status}\n    hours: Mo-Fr 09:00-17:00\n",
                    ),
                    Choice(
                        state="closed",
                        words=words or "closed",
                        spells=(),
                        change="close" if before else "",
                        hours="off",
                    ),
                    *([EVENINGS] if status == "spare" else ()),
                ),
                start=start,
                in_use=status != "spare",
            )
        )
    return tuple(made)


@cache
def what_if(words: str = "") -> WhatIf:
    """One point in the middle of each cell, as the crow walks; two zones, a tenth to three tenths in each group."""
    middle = np.array([(point.x, point.y) for point in cells().geometry.centroid])
    sites = switches(words)
    there = np.array([(one.easting_metres, one.northing_metres) for one in sites])
    seconds = np.hypot(*(middle[:, None] - there[None]).transpose(2, 0, 1)) / METRES_A_MINUTE * 60
    shares = np.array([[1.0, 1.0], [0.2, 0.3], [0.1, 0.1], [0.05, 0.06], [0.1, 0.12], [0.2, 0.24]])
    return WhatIf(
        switches=sites,
        points=Points(
            xy_metres=middle,
            spread_metres=np.full(12, 50.0),
            people=PEOPLE.astype(float),
            cell=np.arange(12),
            zone=np.arange(12) // 6,
        ),
        seconds=(seconds,),
        ways=(Way(matrix=0, factor=1.0, crowd=0), Way(matrix=0, factor=0.2, crowd=0)),
        zones=Zones(
            ward=np.array([0, 1]),
            ward_names=(words or "North", words or "South"),
            ward_boroughs=(f"{words}Ashby", f"{words}Brook"),
            shares=(shares,),
        ),
        group_labels=(words,) * 6
        if words
        else ("Residents", "Aged 65 and over", "Aged 75 and over", "Low", "Central", "High"),
        offline_groups=(3, 4, 5),
        moments=(2100, 4290),
        limits_minutes=(10, 20),
        headline_minutes=20,
        losing_minutes=10,
        totals=(((21_504.0, 5000.0, 12.0, 15.0, 0.9, 0.8, 9000.0, 8000.0, 20000.0, 19000.0),) * 6,) * 3,
        postcodes=POSTCODES,
        postcode_points=np.arange(12),
        postcode_note=words or "The list of postcodes is invented.",
        area_name=words or "Threeborough",
        scenario_head=words or "title: 'What if'\narea: street\n",
        accuracy=words or "Figures are near the model's.",
        presets=(Preset(title=words, chosen=tuple(one.start for one in sites)),) if words else (),
    )


@cache
def what_if_page() -> Page:
    return replace(page(), what_if=what_if())


def what_if_with_text(words: str) -> Page:
    """The same in every text, but for the ids, by which counters and switches are matched."""
    hostile = with_text(words)
    safe = words.encode(errors="replace").decode()
    ids = [one.site_id for one in switches(safe)]
    marks = tuple(replace(mark, site_id=key) for mark, key in zip(hostile.counters, ids, strict=False))
    return replace(hostile, counters=marks, what_if=what_if(safe))
