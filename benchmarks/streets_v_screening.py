"""The same decision on real streets and on the screening network, in the 22 boroughs whose streets are whole.

``python -m benchmarks.streets_v_screening`` cuts the 22 boroughs out of London, builds their streets from the
extract in ``../shared/data``, runs the Met's 2026 decision on both networks as a user would, and writes
``benchmarks/streets_v_screening.md`` and ``.svg``. Counters outside the 22 boroughs are left out of both.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from benchmarks.plot import scatter
from estate_model.commands.run import run_scenarios
from estate_model.commands.streets import build_from_pbf
from estate_model.inputs.area.copy_area import Cut, copy_area
from estate_model.inputs.store.find import data_root

HERE = Path(__file__).parent
SCENARIO = HERE.parent / "scenarios" / "met-2026-decision.yaml"
PBF = Path("london/streets/london_west_2018.osm.pbf")
STREETS_DATE = "2018-11-07"
AREA = "west"
EVERYONE, LIKELY_OFFLINE = "everyone", "offline_central"
PROFILES = ("walk", "cycle")
MIDDAY = "weekday midday"
NETWORKS = {"osm": "streets", "postcodes": "screening"}
FIGURES = {
    "mean_minutes_before": ("mean minutes before", "{:.1f}"),
    "mean_minutes_after": ("mean minutes after", "{:.1f}"),
    "people_within_30_minutes_before": ("within 30 minutes before", "{:.1%}"),
    "people_within_30_minutes_after": ("within 30 minutes after", "{:.1%}"),
    "people_within_45_minutes_before": ("within 45 minutes before", "{:.1%}"),
    "people_within_45_minutes_after": ("within 45 minutes after", "{:.1%}"),
    "people_losing_over_10_minutes": ("journey over 10 minutes longer", "{:.1%}"),
    "share_of_week_before": ("share of week within 45 minutes before", "{:.1%}"),
    "share_of_week_after": ("share of week within 45 minutes after", "{:.1%}"),
}


def main() -> None:
    """Build, run twice, compare, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=HERE.parent.parent / "shared/data")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _build(folder / "data", given.data)
        scenario = _scenario(folder)
        for streets in NETWORKS:
            run_scenarios([str(scenario)], out=folder / streets, data=folder / "data", streets=streets)
        found = {kind: _results(folder / kind / AREA) for kind in NETWORKS}
    lines = _lines(found)
    (HERE / "streets_v_screening.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (HERE / "streets_v_screening.svg").write_bytes(_plot(found))
    print("\n".join(lines))


def _build(root: Path, shared: Path) -> None:
    """Make the area of the 22 boroughs, and its streets."""
    calibration = json.loads((HERE / "calibration.json").read_text(encoding="utf-8"))
    codes = {*calibration["fit_boroughs"], *calibration["held_out_boroughs"]}
    boroughs = pd.read_csv(data_root() / "london" / "sources" / "boroughs.csv")
    names = tuple(boroughs.loc[boroughs["borough_code"].isin(codes), "borough_name"])
    copy_area(data_root() / "london", root, area_id=AREA, cut=Cut(boroughs=names, around_metres=0.0))
    build_from_pbf(AREA, shared / PBF, modes="walk,cycle", date=STREETS_DATE, data=root)


def _scenario(folder: Path) -> Path:
    """Return a file with the decision's changes to sites inside the area."""
    whole = yaml.safe_load(SCENARIO.read_text(encoding="utf-8"))
    sites = set(pd.read_csv(folder / "data" / AREA / "sites.csv")["site_id"])
    changes = []
    for change in whole["changes"]:
        verb = next(iter(change))
        kept = [site for site in change[verb] if site in sites]
        changes += [{**change, verb: kept}] if kept else []
    path = folder / f"{AREA}.yaml"
    scenario = {**whole, "area": AREA, "changes": changes, "profiles": list(PROFILES)}
    for key in ("baseline", "date"):
        scenario[key] = scenario[key].isoformat()
    path.write_text(yaml.safe_dump(scenario, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return path


def _results(folder: Path) -> dict[str, Any]:
    """Return a run's summary, with its boroughs' table."""
    summary: dict[str, Any] = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    return {**summary, "boroughs": pd.read_csv(folder / "boroughs.csv")}


def _shares(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table in which people within a limit, or losing, are shares of all people of the row."""
    counted = [name for name in FIGURES if name.startswith("people_")]
    return table.assign(**{name: table[name] / table["people"] for name in counted})


def _lines(found: dict[str, dict[str, Any]]) -> list[str]:
    """Return the page."""
    streets, screening = (_shares(pd.DataFrame(found[kind]["results"])) for kind in NETWORKS)
    network, counters = found["osm"]["network"], found["osm"]["counters"]
    people = int(streets["people"].iloc[0])
    lines = [
        "# Real streets beside the screening network",
        "",
        (
            "`python -m benchmarks.streets_v_screening`: the Met's 2026 decision in the 22 London boroughs "
            f"west of the Greenwich meridian ({people:,} residents, {counters['before']} counters before, "
            f"{counters['after']} after; counters elsewhere are left out of both networks)."
        ),
        "",
        f"{network['label']}. {network['error']} The screening factors were fitted on 11 of these boroughs.",
        "",
    ]
    for profile in PROFILES:
        lines += _headlines(profile, streets, screening)
    return [*lines, *_by_borough(found)]


def _headlines(profile: str, streets: pd.DataFrame, screening: pd.DataFrame) -> list[str]:
    """Return the headline figures of all residents side by side, at each moment that differs."""
    lines = [f"## {profile}: all residents", "", "| moment | figure | streets | screening | difference |"]
    lines += ["|---|---|---|---|---|"]
    seen = []
    for moment in dict.fromkeys(streets["moment"]):
        a, b = (
            table[
                (table["profile"] == profile) & (table["moment"] == moment) & (table["group"] == EVERYONE)
            ].iloc[0]
            for table in (streets, screening)
        )
        values = [a[name] for name in FIGURES]
        if values in seen:
            continue
        seen.append(values)
        for name, (words, form) in FIGURES.items():
            unit = " points" if "%" in form else " min"
            apart = (b[name] - a[name]) * (100 if "%" in form else 1)
            lines.append(
                f"| {moment} | {words} | {form.format(a[name])} | {form.format(b[name])} "
                f"| {apart:+.1f}{unit} |"
            )
    return [*lines, ""]


def _borough_pairs(found: dict[str, dict[str, Any]]) -> pd.DataFrame:
    """Return walking figures of all residents at midday by borough, streets and screening side by side."""
    tables = []
    for kind in NETWORKS:
        table = found[kind]["boroughs"]
        chosen = table[
            (table["profile"] == "walk") & (table["moment"] == MIDDAY) & (table["group"] == EVERYONE)
        ]
        tables.append(_shares(chosen.set_index("borough_name")))
    return tables[0].join(tables[1], lsuffix="_streets", rsuffix="_screening")


def _by_borough(found: dict[str, dict[str, Any]]) -> list[str]:
    """Return how far single boroughs are apart, walking at midday."""
    both = _borough_pairs(found)
    lines = ["## Boroughs, walking at midday", ""]
    lines += ["![Each borough on both networks](streets_v_screening.svg)", ""]
    lines += ["| figure | boroughs apart by, on average | at most | where |", "|---|---|---|---|"]
    for name, (words, form) in FIGURES.items():
        apart = (both[f"{name}_screening"] - both[f"{name}_streets"]) * (100 if "%" in form else 1)
        unit = " points" if "%" in form else " min"
        worst = apart.abs().idxmax()
        lines.append(
            f"| {words} | {apart.abs().mean():.1f}{unit} | {apart.abs().max():.1f}{unit} | {worst} |"
        )
    ranks = (
        both["people_losing_over_10_minutes_streets"]
        .rank()
        .corr(both["people_losing_over_10_minutes_screening"].rank())
    )
    lines += ["", f"Boroughs ranked by residents losing over 10 minutes: rank correlation {ranks:.3f}."]
    return lines


def _plot(found: dict[str, dict[str, Any]]) -> bytes:
    """Return the plot: each borough's mean minutes and losers on both networks."""
    both = _borough_pairs(found)
    panels = []
    for name, title, times in (
        ("mean_minutes_after", "Mean minutes to the nearest open counter, after", 1),
        ("people_losing_over_10_minutes", "Residents whose walk gets over 10 minutes longer, %", 100),
    ):
        pair = [(both[f"{name}_{side}"] * times).to_numpy() for side in NETWORKS.values()]
        panels.append((title, pair[0], pair[1]))
    return scatter(panels, x_label="on real streets", y_label="on the screening network")


if __name__ == "__main__":
    main()
