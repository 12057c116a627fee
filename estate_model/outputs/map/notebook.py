"""A small folium map of the change in minutes, for a notebook: numbers and codes only, no tiles."""

from __future__ import annotations

import folium
import numpy as np

from estate_model.nouns import WHEN, Impact
from estate_model.outputs.map.page import cell_minutes
from estate_model.outputs.map.switches import LONGITUDE_LATITUDE
from estate_model.outputs.page import classes
from estate_model.outputs.page.packing import tenths
from estate_model.outputs.report import Report


def notebook_map(report: Report, impact: Impact) -> folium.Map:
    """Return the cells coloured by the change in minutes at one moment, in the map page's own classes."""
    cells = report.cells[["geometry"]].join(report.cells_of(impact)).to_crs(LONGITUDE_LATITUDE)
    before, after = (cell_minutes(cells, when) for when in WHEN)
    change = classes.change_classes(tenths(before), tenths(after))
    colours = [classes.CHANGE_CLASSES[number].colour for number in change]
    shown = cells[["geometry"]].assign(
        cell_code=cells.index.astype(str),
        minutes_before=np.round(np.nan_to_num(before, posinf=-1.0), 1),
        minutes_after=np.round(np.nan_to_num(after, posinf=-1.0), 1),
        residents=cells["people"].fillna(0).round().astype(int),
        colour=colours,
    )
    drawn = folium.Map(tiles=None, control_scale=True)
    layer = folium.GeoJson(
        shown,
        style_function=lambda feature: {
            "fillColor": feature["properties"]["colour"],
            "color": "#33414f",
            "weight": 0.3,
            "fillOpacity": 0.8,
        },
        tooltip=folium.GeoJsonTooltip(["cell_code", "minutes_before", "minutes_after", "residents"]),
    )
    layer.add_to(drawn)
    west, south, east, north = (float(side) for side in shown.total_bounds)
    drawn.fit_bounds([[south, west], [north, east]])
    return drawn
