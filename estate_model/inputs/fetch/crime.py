"""Recorded crime of one force, counted by zone and kind out of police.uk's archive of every force."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from pathlib import Path

from estate_model.errors import AreaError
from estate_model.inputs.store.whole_file import write_whole

MONTHS = 12
MEMBER = re.compile(r"(?:.*/)?(\d{4}-\d{2})/\1-(.+)-street\.csv")
ZONE, KIND = "LSOA code", "Crime type"
ALL, FIRST, LAST, COUNTED = "All crime and anti-social behaviour", "first month", "last month", "months"


def crime_table(archive: zipfile.ZipFile, force_id: str, name: str, path: Path) -> None:
    """Write a row for each zone with how many records of each kind it has in the last 12 months.

    Records without a zone are counted in a row whose code is blank.

    Raise AreaError when the archive has no month of the force, or a table of it is not as police.uk documents
    it.
    """
    found = [match for match in map(MEMBER.fullmatch, archive.namelist()) if match]
    latest = sorted({match[1] for match in found})[-MONTHS:]
    members = sorted(match.string for match in found if match[1] in latest and match[2] == force_id)
    if not members:
        has = {match[2] for match in found}
        raise AreaError(f"{name}: holds no street-level crime of '{force_id}' ({len(has)} forces have some)")
    counts: dict[str, Counter[str]] = {}
    for member in members:
        _count(archive, member, name, counts)
    kinds = sorted({kind for zone in counts.values() for kind in zone})
    first, last = (member.rpartition("/")[2][:7] for member in (members[0], members[-1]))
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow([ZONE, *kinds, ALL, FIRST, LAST, COUNTED])
    for zone in sorted(counts):
        row = [counts[zone][kind] for kind in kinds]
        writer.writerow([zone, *row, sum(row), first, last, len(members)])
    write_whole(path, table.getvalue().encode())


def _count(archive: zipfile.ZipFile, member: str, name: str, counts: dict[str, Counter[str]]) -> None:
    with archive.open(member) as stream:
        rows = csv.DictReader(io.TextIOWrapper(stream, encoding="utf-8-sig", newline=""))
        if lacking := [column for column in (ZONE, KIND) if column not in (rows.fieldnames or ())]:
            raise AreaError(f"{name}: {member} has no column '{lacking[0]}'")
        for row in rows:
            counts.setdefault(row[ZONE] or "", Counter())[row[KIND] or "Not stated"] += 1
