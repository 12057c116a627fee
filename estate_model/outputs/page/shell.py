"""The map's shell: folium writes the container and its script, Leaflet is inlined, hashes are taken.

folium runs any text it is given, as Python and as script, so it gets constants and numbers only.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import asdict, dataclass
from importlib import resources
from importlib.metadata import version
from typing import Any

from estate_model.nouns.keeping import Keep
from estate_model.outputs.page.geometry import Sheet
from estate_model.outputs.page.keeping import kept_json

MAP_ID = "estate"
FARTHEST_IN, FARTHEST_OUT = 16, 5
PADDING_PIXELS = (10, 10)
LEAFLET_LINK_AND_FLAG = re.compile(r'prefix:\'<a href="https://leafletjs\.com".*?Leaflet</a>"', re.DOTALL)
SOURCE_MAP = re.compile(r"\n//# sourceMappingURL=\S+\s*$")
PICTURE = re.compile(r"(background-image|behavior): url\([^)]*\);\s*")
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
META = re.compile(r"<meta\b[^>]*>")
SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Shell:
    """folium's parts: ``style`` elements, the map's container, scripts to run before and after Leaflet."""

    styles: str
    container: str
    switches: str
    script: str


def asset(name: str) -> str:
    """Return the text of one of our own files."""
    return resources.files("estate_model.outputs.page").joinpath("assets", name).read_text(encoding="utf-8")


def leaflet_script() -> str:
    """Return Leaflet without its link, the flag in it, and the address of its source map.

    Raise ValueError when the shipped Leaflet is not the version these were taken from.
    """
    script, replaced = LEAFLET_LINK_AND_FLAG.subn('prefix:""', asset("leaflet.js"))
    script, cut = SOURCE_MAP.subn("", script)
    if (replaced, cut) != (1, 1):
        raise ValueError("assets/leaflet.js is not Leaflet 1.9.4")
    return script


def leaflet_style() -> str:
    """Return Leaflet's style sheet without comments, and without pictures, which we do not use."""
    return PICTURE.sub("", COMMENT.sub("", asset("leaflet.css")))


def make_shell(sheet: Sheet, keep: Keep) -> Shell:
    """Return folium's map of a sheet: zoom buttons, a scale bar, no tiles, fitted to the cells."""
    versions = " ".join(f"{name} {version(name)}" for name in ("folium", "branca", "jinja2"))
    causes = (f"shell 1, {versions}".encode(), repr(sheet.corners).encode())
    return Shell(**kept_json(keep, causes, lambda: asdict(_shell(sheet.corners))))


def _shell(corners: list[list[float]]) -> Shell:
    import folium  # noqa: PLC0415 - half a second, and not needed where a shell is kept

    (south, west), (north, east) = corners
    shell = folium.Map(
        location=[round((south + north) / 2, 5), round((west + east) / 2, 5)],
        tiles=None,
        control_scale=True,
        attribution_control=False,
        scroll_wheel_zoom=False,
        zoom_snap=0,
        min_zoom=FARTHEST_OUT,
        max_zoom=FARTHEST_IN,
    )
    shell.default_js, shell.default_css = [], []
    fit = folium.FitBounds([[south, west], [north, east]], padding=PADDING_PIXELS)
    fit.options["animate"] = False
    fit.add_to(shell)
    for number, element in enumerate((shell, shell.global_switches, fit)):
        element._id = MAP_ID if number == 0 else f"{MAP_ID}_{number}"  # noqa: SLF001
    figure: Any = shell.get_root()
    figure.render()
    header = META.sub("", figure.header.render())
    return Shell(
        styles=SCRIPT.sub("", header).strip(),
        container=figure.html.render().strip(),
        switches="".join(SCRIPT.findall(header)).strip(),
        script=figure.script.render().strip(),
    )


def hash_source(script: str) -> str:
    """Return a script's source for a content security policy.

    >>> hash_source("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def policy(scripts: tuple[str, ...]) -> str:
    """Return a policy that runs these scripts and nothing else, and asks nobody for anything."""
    sources = " ".join(hash_source(script) for script in scripts)
    return (
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
        f"script-src {sources}; base-uri 'none'; form-action 'none'"
    )
