"""All 43 forces from files at hand: residents, nobody lost, and CPU seconds of each.

``python -m benchmarks.forces --from FOLDER --from FOLDER`` (4 CPU minutes) prints the sum of residents and
writes a row for each force to ``benchmarks/forces.md``. The folders hold the tables and Code-Point Open. The
national tables are cut first, by a force that is then built again.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import time
from pathlib import Path

from estate_model.api.loading import load_area
from estate_model.commands.forces import build_force
from estate_model.inputs.forces.force_list import forces

HERE = Path(__file__).parent
PUBLISHED = 59_597_611
KB_IN_MB = 1024
FIRST = "gwent"
HEADER = "| force | residents | LSOAs | places | CPU seconds |\n|---|---|---|---|---|\n"


def _seconds(force_id: str, folders: list[Path], data: Path) -> float:
    """Build one force; return its CPU seconds."""
    started = time.process_time()
    build_force(force_id, folders=tuple(folders), offline=True, data=data)
    return time.process_time() - started


def main() -> None:
    """Build every force, and add up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="folders", action="append", type=Path, required=True)
    folders = parser.parse_args().folders
    rows, total = [], 0
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["ESTATE_MODEL_CACHE"] = f"{scratch}/cache"
        data = Path(scratch) / "data"
        first = _seconds(FIRST, folders, data)
        for force_id in forces():
            seconds = _seconds(force_id, folders, data)
            area = load_area(force_id, data=data)
            residents = round(area.places.people.sum())
            total += residents
            counts = f"{residents:,} | {len(area.zones):,} | {len(area.places):,}"
            rows.append(f"| {force_id} | {counts} | {seconds:.1f} |")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KB_IN_MB
    said = (
        f"{len(rows)} forces, {total:,} residents; Census 2021 has {PUBLISHED:,} in TS007A by LSOA. "
        f"The first, with the cutting of the national tables: {first:.0f} CPU seconds; peak {peak:,.0f} MB."
    )
    print(said)
    table = HEADER + "\n".join(rows)
    (HERE / "forces.md").write_text(f"# All 43 forces\n\n{said}\n\n{table}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
