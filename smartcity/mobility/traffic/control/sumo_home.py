"""Where SUMO's package lies, found without importing it.

Importing ``sumo`` or ``libsumo`` points PROJ at SUMO's own old database for the whole process, which breaks GDAL beside
it; libsumo is imported in processes of its own alone.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from smartcity.kernel.refusal import Refusal, Refused


def sumo_home() -> Path:
    """SUMO_HOME of the installed package; raises Refused when there is none."""
    spec = find_spec("sumo")
    if spec is None or not spec.submodule_search_locations:
        raise Refused([Refusal("SUMO", "ist nicht installiert", hint="`make setup` installiert es.")])
    return Path(next(iter(spec.submodule_search_locations)))
