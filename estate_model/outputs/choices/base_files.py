"""What ``choose --bases`` writes: sites, wards, the plan as an area's own ``bases.csv``, and words."""

from __future__ import annotations

import numpy as np
import pandas as pd

from estate_model.analysis.choice.bases import BasesChoice
from estate_model.nouns.bases import KIND
from estate_model.outputs.choices.choice_files import SCHEMA_VERSION, summary_text
from estate_model.outputs.choices.words import NOT_ADVICE
from estate_model.outputs.summary import json_bytes
from estate_model.outputs.tables.own_names import in_own_names
from estate_model.outputs.tables.zones import csv_bytes
from estate_model.outputs.words.figures import counted, listed

YES, NO = "yes", "no"


def base_files(choice: BasesChoice) -> dict[str, bytes]:
    """Return every file of a choice of bases but its record, by name."""
    area, request = choice.area, choice.request
    title = f"A model's choice of {counted(request.bases, 'base')}: {choice.scenario.title}"
    findings, terms = base_findings(choice), _terms(choice)
    content = {
        "schema_version": SCHEMA_VERSION,
        "scenario": choice.scenario.name,
        "area": area.area_id,
        "bases": [choice.sites[number].site_id for number in choice.cover.points],
        "wards": len(choice.wards),
        "wards_within": choice.cover.covered,
        "most_possible": choice.cover.most,
        "proven_optimal": choice.cover.proven,
        "limit_minutes": choice.standard.threshold,
        "findings": list(findings),
        "terms": list(terms),
        "network": {"label": choice.network.label, "error": choice.network.error},
        "attribution": list(area.attribution),
    }
    files = {
        "choice.json": json_bytes(content),
        "sites.csv": csv_bytes(_sites(choice)),
        "wards.csv": csv_bytes(_wards(choice)),
        "bases.csv": csv_bytes(_plan(choice)),
        "summary.txt": summary_text(title, findings, (), terms, area.attribution),
    }
    return in_own_names(files, area.labels)


def base_findings(choice: BasesChoice) -> tuple[str, ...]:
    """Say which bases, how many wards are near one, how sure that is, and what no base can do."""
    labels, limit = choice.area.labels, choice.standard.threshold
    wards, covered = len(choice.wards), choice.cover.covered
    names = [choice.sites[number].name for number in choice.cover.points]
    near = f"within {limit:g} minutes' walk of an officers' base"
    bases = counted(len(names), "base")
    share = covered / wards
    first = f"{bases} put {covered:,} of {wards:,} {labels['wards']} ({share:.0%}) {near}: {listed(names)}."
    if choice.cover.proven:
        proof = f"Proven optimal: no other {bases} of these sites put more {labels['wards']} so near."
    else:
        proof = f"Not proven: no other {bases} can put more than {choice.cover.most:,} so near."
    beyond = choice.beyond_all
    all_wards = f"{beyond:,} of {wards:,} {labels['wards']}"
    rest = f"{all_wards} are farther than that from every site: no choice keeps the pledge for all."
    return (first, f"{proof} Others may put as many.", *([rest] if beyond else []))


def _terms(choice: BasesChoice) -> tuple[str, ...]:
    area, standard = choice.area, choice.standard
    whose = f" of the {area.force}" if area.operators else ""
    profile = area.profiles[choice.profile_id]
    ward, wards, place = (area.labels[name] for name in ("ward", "wards", "place"))
    goal = f"Optimised: the most {wards} within {standard.threshold:g} minutes of a base (maximal covering)"
    pledge = f"The limit is that of the pledge “{standard.title}” ({standard.source}, {standard.date})."
    candidates = f"Candidates: all {len(choice.sites)} sites{whose} on record, with a counter or without one"
    walk = f"A walk is between a base and the nearest {place} of its {ward}"
    return (
        f"{goal}, {profile.label}.",
        pledge,
        f"{candidates}; whether officers could be based there is not known.",
        f"{walk}. {wards.capitalize()} are counted, not officers; bases there are now are not counted.",
        f"{choice.network.label}: {choice.network.error}",
        NOT_ADVICE,
    )


def _sites(choice: BasesChoice) -> pd.DataFrame:
    """One row per candidate: whether it is chosen, and the wards near it and nearest to it."""
    near = choice.minutes <= choice.standard.threshold
    chosen = set(choice.cover.points.tolist())
    nearest = np.bincount(choice.nearest, minlength=len(choice.sites))
    return pd.DataFrame(
        {
            "site_id": [site.site_id for site in choice.sites],
            "name": [site.name for site in choice.sites],
            "borough_name": [choice.area.borough_name_of(site) for site in choice.sites],
            "chosen": [YES if number in chosen else NO for number in range(len(choice.sites))],
            "wards_within": near.sum(axis=0),
            "wards_nearest": nearest,
        }
    )


def _wards(choice: BasesChoice) -> pd.DataFrame:
    """One row per ward: its nearest base, the walk, and whether it is near enough."""
    zones = choice.area.zones.drop_duplicates("ward_code").set_index("ward_code")
    minutes = choice.walk_minutes
    return pd.DataFrame(
        {
            "ward_code": choice.wards,
            "ward_name": [str(zones.loc[code, "ward_name"]) for code in choice.wards],
            "borough_name": [str(zones.loc[code, "borough_name"]) for code in choice.wards],
            "nearest_base": [choice.sites[number].site_id for number in choice.nearest],
            "walk_minutes": [f"{one:.1f}" if np.isfinite(one) else "" for one in minutes],
            "within": [YES if one <= choice.standard.threshold else NO for one in minutes],
        }
    )


def _plan(choice: BasesChoice) -> pd.DataFrame:
    """The bases chosen in the columns of an area's ``bases.csv``, each with the wards it is nearest to."""
    wards = np.array(choice.wards)
    rows = []
    for number in choice.cover.points:
        site = choice.sites[number]
        rows.append(
            {
                "base_id": site.site_id, "name": site.name, "kind": KIND,
                "easting": round(site.easting_metres), "northing": round(site.northing_metres),
                "ward_codes": ";".join(wards[choice.nearest == number]),
            }
        )  # fmt: skip
    return pd.DataFrame(rows)
