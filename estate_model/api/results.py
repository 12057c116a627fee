"""What one run found, as tables to look at; every number is the one that the files hold."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from estate_model.analysis.flows import NO_COUNTER
from estate_model.errors import ScenarioError, among, did_you_mean
from estate_model.nouns import Impact
from estate_model.nouns.plain_name import plain
from estate_model.outputs.report import Report
from estate_model.outputs.tables.own_names import OWN
from estate_model.units import minutes_from_seconds

if TYPE_CHECKING:
    import folium
    import geopandas as gpd


@dataclass(frozen=True, repr=False)
class Results:
    """What one run found, as tables; every number is the one that the files hold."""

    report: Report

    def table(self, level: str = "borough") -> pd.DataFrame:
        """Return results by zone, indexed by profile, moment, zone and group; people are not rounded.

        Parameters
        ----------
        level
            ``all``, ``bcu``, ``borough``, ``ward`` or ``cell``, or what the area calls one of these, such as
            ``district``; cells are for the first profile.

        """
        levels = {**self.report.by_zone.levels, "cell": self.report.by_zone.cells}
        labels = self.report.results.area.labels
        usual = {plain(labels[name]): name for name in OWN} | {name: name for name in levels}
        if plain(level) not in usual:
            raise ValueError(f"no level '{level}'{among(level, dict.fromkeys([*levels, *usual]))}")
        return levels[usual[plain(level)]].rename_axis(index={"zone_code": "zone"})

    def places(self, profile: str | None = None, moment: str | None = None) -> pd.DataFrame:
        """Return, per postcode, minutes to the nearest counter before and after, and which counters they are.

        ``inf`` minutes and ``(none)`` = no open counter can be reached. Without words, the first profile and
        the first moment.
        """
        impact = self._impact(profile, moment)
        columns: dict[str, Any] = {}
        for when, access in impact.accesses.items():
            columns[f"minutes_{when}"] = minutes_from_seconds(access.values)
        for when, access in impact.accesses.items():
            ids = np.array([*access.site_ids, NO_COUNTER], dtype=object)
            columns[f"counter_{when}"] = ids[access.site_index]
        return pd.DataFrame(columns, index=self.report.results.area.places.table.index)

    def times(self, profile: str | None = None, moment: str | None = None) -> pd.DataFrame:
        """Return minutes from every postcode to every site; ``inf`` = cannot be reached."""
        impact, results = self._impact(profile, moment), self.report.results
        key = impact.profile.profile_id
        tables = [
            times[key].at(impact.moment) for times in (results.times, results.spare_times) if key in times
        ]
        frames = [
            pd.DataFrame(
                minutes_from_seconds(table.seconds),
                index=results.area.places.table.index,
                columns=list(table.site_ids),
            )
            for table in tables
        ]
        return pd.concat(frames, axis=1).sort_index(axis=1)

    def cells(self, moment: str | None = None) -> gpd.GeoDataFrame:
        """Return the polygons with everyone's results at a moment, by the first profile."""
        impact = self._impact(None, moment)
        return self.report.cells.join(self.report.cells_of(impact))

    def findings(self) -> list[str]:
        """Return the run's findings, one sentence each."""
        from estate_model.outputs.words.findings import findings  # noqa: PLC0415 - only where it is read

        return list(findings(self.report))

    def details(self) -> list[str]:
        """Return what the run found in full: with ranges, names and caveats."""
        from estate_model.outputs.words.details import details  # noqa: PLC0415 - only where it is read

        return list(details(self.report))

    def summary(self) -> dict[str, Any]:
        """Return what ``summary.json`` holds: findings, headlines and exact values."""
        from estate_model.outputs.summary import content  # noqa: PLC0415

        return content(self.report)

    def save(self, folder: Path | str) -> Path:
        """Write every file of the run as the whole content of a folder; see `estate-model run --help`."""
        from estate_model.outputs.outputs import everything  # noqa: PLC0415
        from estate_model.outputs.save import check_place, save  # noqa: PLC0415

        target = Path(folder)
        check_place(target)
        save(everything(self.report), target)
        return target

    def explore(self, moment: str | None = None) -> folium.Map:
        """Return a map of the change in minutes, by cell, to look at in a notebook."""
        from estate_model.outputs.map.notebook import notebook_map  # noqa: PLC0415

        return notebook_map(self.report, self._impact(None, moment))

    def _repr_html_(self) -> str:
        """Return title and findings, as a notebook shows them."""
        items = "".join(f"<li>{escape(sentence)}</li>" for sentence in self.findings())
        return f"<h4>{escape(self.report.results.scenario.title)}</h4><ul>{items}</ul>"

    def __repr__(self) -> str:
        """Return what was run, in a few words."""
        return f"<Results of {self.report.results.scenario.name}: {self.report.results.network.label}>"

    def _impact(self, profile: str | None, moment: str | None) -> Impact:
        impacts = self.report.results.impacts
        profiles = list(dict.fromkeys(impact.profile.profile_id for impact in impacts))
        moments = list(dict.fromkeys(impact.moment.name for impact in impacts))
        wanted = (_known(profile, profiles, "profile"), _known(moment, moments, "moment"))
        return next(one for one in impacts if (one.profile.profile_id, one.moment.name) == wanted)


def _known(word: str | None, words: list[str], noun: str) -> str:
    """Return the word, or the first of the words without one; raise ScenarioError for a strange one."""
    if word is not None and word not in words:
        hint = did_you_mean(word, words)
        raise ScenarioError([f"the scenario has no {noun} '{word}'{hint} (it has: {', '.join(words)})"])
    return word or words[0]
