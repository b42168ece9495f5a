"""Networks from OpenStreetMap: netconvert with signals, pavements and crossings as the map has them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from smartcity.kernel.refusal import Refusal, Refused
from smartcity.mobility.traffic.control.network import RoadNetwork, read_network
from smartcity.mobility.traffic.control.sumo_home import sumo_home

LONGEST = 1800  # seconds that a conversion may take
_TYPES = ("osmNetconvert.typ.xml", "osmNetconvertUrbanDe.typ.xml", "osmNetconvertPedestrians.typ.xml")


def import_osm(osm: Path, net: Path) -> RoadNetwork:
    """Convert a file of OpenStreetMap (.osm, .osm.gz) into a SUMO network and read it.

    Raises Refused, with netconvert's first error, if the file holds no streets or is no OpenStreetMap file.
    """
    home = sumo_home()
    types = ",".join(str(home / "data" / "typemap" / name) for name in _TYPES)
    command = [
        str(home / "bin" / "netconvert"), "--osm-files", str(osm), "--output-file", str(net), "--type-files", types,
        "--geometry.remove", "--roundabouts.guess", "--ramps.guess", "--junctions.join", "--tls.guess-signals",
        "--tls.join", "--sidewalks.guess", "--crossings.guess", "--output.street-names",
        "--no-turnarounds.except-deadend",
    ]  # fmt: skip
    environment = os.environ | {"SUMO_HOME": str(home)}
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST, env=environment, check=False)
    except subprocess.TimeoutExpired:
        rule, hint = "Die Umwandlung dauert zu lange.", "Einen kleineren Ausschnitt wählen."
        raise Refused([Refusal(osm.name, rule, f"{LONGEST} s", hint)]) from None
    if done.returncode:
        said = next((line for line in done.stderr.splitlines() if line.startswith("Error: ")), "")
        rule, hint = "Die Datei wird nicht als Straßennetz angenommen.", "Erwartet wird OpenStreetMap-XML mit Straßen."
        raise Refused([Refusal(osm.name, rule, said.removeprefix("Error: ")[:200], hint)])
    return read_network(net)
