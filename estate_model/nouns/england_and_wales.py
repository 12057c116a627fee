"""What an area is where its manifest or recipe says nothing else: one in England and Wales."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

CRS = "EPSG:27700"
HOLIDAYS = ("GB", "ENG")
PLACE_PATTERN = r"([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})"
LABELS: Mapping[str, str] = MappingProxyType(
    {
        "place": "postcode",
        "places": "postcodes",
        "zone": "zone",
        "zones": "zones",
        "ward": "ward",
        "wards": "wards",
        "borough": "borough",
        "boroughs": "boroughs",
        "bcu": "BCU",
        "bcus": "BCUs",
        "cell": "cell",
        "cells": "cells",
    }
)
# Longitude/latitude (WGS 84) to British National Grid: EPSG:1314 (seven parameters), then EPSG:19916; good
# to about 5 m. Written out so that grid files a machine may or may not have cannot change the result.
TO_METRES: Mapping[str, str] = {
    CRS: (
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=push +v_3 "
        "+step +proj=cart +ellps=WGS84 +step +inv +proj=helmert +x=446.448 +y=-125.157 +z=542.06 "
        "+rx=0.15 +ry=0.247 +rz=0.842 +s=-20.489 +convention=position_vector "
        "+step +inv +proj=cart +ellps=airy +step +proj=pop +v_3 "
        "+step +proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy"
    )
}
