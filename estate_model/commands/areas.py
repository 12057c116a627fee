"""Say which areas there are, and what one holds."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from estate_model.commands.answer import put, put_in
from estate_model.commands.load import load_area
from estate_model.commands.progress import say, tell, tell_all
from estate_model.errors import OutputError
from estate_model.inputs.area.area_streets import street_level
from estate_model.inputs.store.find import area_folder, area_ids, data_root
from estate_model.inputs.timetable.folder import read_timetable
from estate_model.inputs.timetable.there import has_timetable
from estate_model.nouns import NOT_STATED, Site
from estate_model.nouns.area import Area
from estate_model.nouns.estate import CANDIDATE
from estate_model.nouns.network import Travel


def list_areas(data: Path | None) -> None:
    """Print a line for every area of the data folder."""
    put(areas=[])
    for name in area_ids(data_root(data)):
        area = load_area(name, data)
        tell(_line(area))
        put_in("areas", _counts(area))


def _counts(area: Area) -> dict[str, str | int]:
    """Return an area's name, and how much it holds."""
    candidates = len(area.candidates)
    return {
        "area": area.area_id,
        "name": area.name,
        "residents": round(area.places.people.sum()),
        "postcodes": len(area.places),
        "counters_on_record": len({row.site_id for row in area.hours}) - candidates,
        "candidates": candidates,
    }


def _line(area: Area) -> str:
    counts = _counts(area)
    more = f", {counts['candidates']} candidates" if counts["candidates"] else ""
    return (
        f"{area.area_id}: {area.name}, {counts['residents']:,} residents, {counts['postcodes']:,} postcodes, "
        f"{counts['counters_on_record']} counters on record{more}"
    )


def _timetable(folder: Path) -> str:
    """Say what timetable the area in a folder has."""
    if not has_timetable(folder):
        return f"Timetable: none built (estate-model timetable build {folder.name} --gtfs FILE.zip)"
    timetable = read_timetable(folder)
    return (
        f"Timetable: {timetable.words}, week of {timetable.reference_day}, from feeds for "
        f"{timetable.first_day} to {timetable.last_day}"
    )


def describe_area(area_id: str, data: Path | None) -> None:
    """Print what an area holds, how sure its network is, and where every file comes from."""
    area = load_area(area_id, data)
    tell(_line(area))
    _put_area(area)
    days = sorted({row.valid_from for row in area.hours})
    tell_all(f"  estate on {day}: {len(area.estate_on(day).counters)} counters" for day in days)
    tell(f"Network: postcodes (screening). {area.ground.error} {area.ground.source}")
    level = street_level(area_folder(area_id, data_root(data)))
    for mode, file in (level.files if level else {}).items():
        tell(
            f"Streets to {mode}: OpenStreetMap, {file.source_date}, {file.edges:,} pieces; "
            f"within reach of {file.coverage.covered_share:.1%} of residents"
        )
    if level is None:
        tell(f"Streets: none built (estate-model streets build {area_id} --osm FILE.osm.pbf)")
    tell(_timetable(area_folder(area_id, data_root(data))))
    tell("Files:")
    for row in area.provenance:
        tell(f"  {row['path']}: {row['title']} ({row['publisher']}, {row['date']}); {row['licence']}")
    groups = area.groups
    for what, entries in (
        ("Groups", groups.groups),
        ("Classes", groups.categories),
        ("Demand", groups.demands),
    ):
        if entries:
            tell(f"{what}: {'; '.join(one.label for one in entries)}")
    tell_all((*area.notes, *area.attribution))


def _put_area(area: Area) -> None:
    """Add to the JSON document what an area holds."""
    days = sorted({row.valid_from for row in area.hours})
    put(
        **_counts(area),
        estates={day.isoformat(): len(area.estate_on(day).counters) for day in days},
        network={"error": area.ground.error, "source": area.ground.source},
        files=[dict(row) for row in area.provenance],
        notes=[*area.notes, *area.attribution],
    )


def list_sites(area_id: str, *, on: dt.date | None, data: Path | None) -> None:
    """Print every site of an area with its hours on one day, the latest on record unless one is given.

    Candidates, which nobody has said to be front counters, come last.
    """
    area = load_area(area_id, data)
    day = on or max((row.valid_from for row in area.hours), default=dt.date.max)
    operator = "\toperator" if area.operators else ""
    when = f" on {day}" if area.hours else ""
    tell(f"id\tname\t{area.labels['borough']}\thours{when}{operator}")
    estate = area.estate_on(day).sites
    put(area=area_id, day=day.isoformat(), sites=[])
    for site_id, site in sorted(estate.items(), key=lambda item: (_is_candidate(item[1]), item[0])):
        assumed = f" ({site.hours_confidence})" if site.hours_confidence in NOT_STATED else ""
        hours = "candidate: not known" if _is_candidate(site) else f"{site.hours}{assumed}"
        whose = f"\t{area.operator_of(site)}" if area.operators else ""
        borough = area.borough_name_of(site)
        tell(f"{site_id}\t{site.name}\t{borough}\t{hours}{whose}")
        put_in(
            "sites",
            {
                "site_id": site_id, "name": site.name, "borough": borough,
                "hours": None if _is_candidate(site) else site.hours, "confidence": site.hours_confidence,
                "operator": area.operator_of(site),
            },
        )  # fmt: skip


def _is_candidate(site: Site) -> bool:
    return site.hours_confidence == CANDIDATE


def mark(  # noqa: PLR0913 - one for each option
    area_id: str, site: str, hours: str, *, since: dt.date | None, confidence: str, data: Path | None
) -> None:
    """Write a building's hours into an area of one's own, and sign it."""
    from estate_model.inputs.area.mark_site import Mark, mark_site  # noqa: PLC0415 - GeoPandas takes a while

    area, folder = load_area(area_id, data), area_folder(area_id, data_root(data))
    tell_all(mark_site(folder, area, Mark(site=site, hours=hours, since=since, confidence=confidence)))


def write_network(area_id: str, path: Path, *, data: Path | None) -> None:
    """Write an area's network as GraphML through OSMnx."""
    from estate_model.outputs.graph import write_graphml  # noqa: PLC0415 - imports osmnx
    from estate_model.travel.networks.screening import Screening  # noqa: PLC0415

    if path.exists():
        raise OutputError(f"{path}: exists already")
    if not path.parent.is_dir():
        raise OutputError(f"{path.parent}: no such folder")
    area = load_area(area_id, data)
    say("Building the network and writing it with OSMnx (about a minute for London)")
    network = Screening(area, Travel())
    sites = network.sites([area.buildings[key] for key in sorted(area.buildings)])
    write_graphml(network.graph, path, ("place_id", network.places), ("site_id", sites))
    tell(f"Network: {path}")


def copy(area_id: str, folder: Path, *, name: str | None, boroughs: str | None, data: Path | None) -> None:
    """Copy an area, or some of its boroughs, into a data folder of the user's own."""
    from estate_model.inputs.area.copy_area import Cut, copy_area  # noqa: PLC0415 - imports scipy.spatial

    kept = tuple(dict.fromkeys(word.strip() for word in (boroughs or "").split(",") if word.strip()))
    source = area_folder(area_id, data_root(data))
    tell_all(copy_area(source, folder, area_id=name or area_id, cut=Cut(boroughs=kept)))
    tell(f"Use it with --data {folder} (or set ESTATE_MODEL_DATA), and 'area: {name or area_id}'.")


def sign(area_id: str, data: Path | None) -> None:
    """Sign the files of an area of one's own anew after an edit."""
    from estate_model.inputs.area.sign_area import sign_area  # noqa: PLC0415 - GeoPandas takes a while

    folder = area_folder(area_id, data_root(data))
    tell_all(sign_area(folder) or [f"{folder}: nothing had changed; its files are those on record"])
