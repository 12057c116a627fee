"""Who can still reach an open police front counter: network travel times, exposure and maps.

>>> import estate_model as em
>>> sorted(em.__all__)
['Area', 'Results', 'Scenario', 'load_area', 'load_scenario', 'run']
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from estate_model.api.loading import load_area, load_scenario
    from estate_model.api.results import Results
    from estate_model.api.running import run
    from estate_model.nouns.area import Area
    from estate_model.scenario.scenario import Scenario

__all__ = ["Area", "Results", "Scenario", "load_area", "load_scenario", "run"]

_HOMES = {
    "Area": "nouns.area",
    "Results": "api.results",
    "Scenario": "scenario.scenario",
    "load_area": "api.loading",
    "load_scenario": "api.loading",
    "run": "api.running",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any public name
    """Import a public name when it is first used, so that ``import estate_model`` costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'estate_model' has no attribute '{name}'")
    return getattr(import_module(f"estate_model.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    """Return the public names."""
    return __all__
