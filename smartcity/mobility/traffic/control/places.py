"""Where a network's signals stand on the map, and how the streets are called that meet there."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from lxml import etree
from pyproj import Transformer

from smartcity.kernel.refusal import Refusal, Refused

_UNSAID = "EPSG:25832"  # networks that name no projection are taken to be in UTM 32, as surveyed in Duisburg


class SignalPlace(NamedTuple):
    """A signal's place: degrees, and the names of the streets that lead to it."""

    longitude: float
    latitude: float
    streets: tuple[str, ...]


def signal_places(net: Path) -> dict[str, SignalPlace]:
    """Per signal the middle of its junctions; signals that control nothing have no place.

    Raises Refused if the file does not say where it lies.
    """
    root = etree.parse(str(net), etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
    location = root.find("location")
    if location is None:
        rule, hint = "Die Netzdatei sagt nicht, wo sie liegt.", "Erwartet wird das Element <location>."
        raise Refused([Refusal(net.name, rule, "", hint)])
    offset_x, offset_y = (float(part) for part in str(location.attrib["netOffset"]).split(","))
    projection = str(location.attrib["projParameter"])
    known = _UNSAID if projection in ("!", "-") else projection
    to_degrees = Transformer.from_crs(known, "EPSG:4326", always_xy=True)
    edges = {edge.attrib["id"]: edge for edge in root.iter("edge") if "from" in edge.attrib}
    junctions = {junction.attrib["id"]: junction for junction in root.iter("junction")}
    ends: defaultdict[str, set[str]] = defaultdict(set)
    for connection in root.iter("connection"):
        if "tl" in connection.attrib and connection.attrib["from"] in edges:
            ends[str(connection.attrib["tl"])].add(str(connection.attrib["from"]))
    places = {}
    for signal, incoming in ends.items():
        nodes = [junctions[edges[edge].attrib["to"]] for edge in sorted(incoming)]
        x = sum(float(node.attrib["x"]) for node in nodes) / len(nodes) - offset_x
        y = sum(float(node.attrib["y"]) for node in nodes) / len(nodes) - offset_y
        names = sorted({str(edges[edge].attrib.get("name", "")) for edge in incoming} - {""})
        places[signal] = SignalPlace(*to_degrees.transform(x, y), tuple(names))
    return places
