"""Road networks in SUMO's format (`.net.xml`): lanes, links, right of way and signal programs.

Source: SUMO's network format, https://sumo.dlr.de/docs/Networks/SUMO_Road_Networks.html.
Lengths in metres, speeds in metres per second, durations in seconds.
"""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from lxml import etree

from smartcity.kernel.refusal import Refusal, Refused

GREEN = frozenset("Gg")
YELLOW = frozenset("yY")
_ELEMENTS = ("edge", "lane", "connection", "junction", "request", "tlLogic", "phase")


@dataclass(frozen=True, slots=True)
class Lane:
    """One lane: its edge, length, speed limit, and whether only people on foot may use it."""

    id: str
    edge: str
    length: float
    speed: float
    on_foot: bool


@dataclass(frozen=True, slots=True)
class Link:
    """A connection over a junction. `request` is its row in the junction's right-of-way matrix, -1 if it has none.

    `signal` and `group` name the signal and link index that control it ("" and -1 when nothing does).
    """

    junction: str
    request: int
    source: str
    target: str
    via: str
    signal: str
    group: int
    direction: str
    crossing: bool


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase of a program: SUMO's state string, one character per group, and its times."""

    duration: float
    state: str
    min_duration: float
    max_duration: float


@dataclass(frozen=True, slots=True)
class Program:
    """A signal program as the network holds it."""

    id: str
    kind: str
    offset: float
    phases: tuple[Phase, ...]

    @property
    def cycle(self) -> float:
        """Length of one cycle in seconds."""
        return sum(phase.duration for phase in self.phases)


@dataclass(slots=True)
class RightOfWay:
    """A junction's matrix: bit j of foes[i] says that links i and j cross, bit j of yields[i] that i waits for j."""

    incoming: tuple[str, ...]
    foes: list[int] = field(default_factory=list)
    yields: list[int] = field(default_factory=list)


@dataclass(slots=True)
class RoadNetwork:
    """A network. `signals` maps the signal's id to its program in force (the last one that the file holds)."""

    lanes: dict[str, Lane]
    links: list[Link]
    rights: dict[str, RightOfWay]
    signals: dict[str, Program]
    into: dict[str, list[Link]] = field(default_factory=dict)
    out_of: dict[str, list[Link]] = field(default_factory=dict)

    def links_of(self, signal: str) -> list[Link]:
        """All links that a signal controls, ordered by group."""
        return sorted((link for link in self.links if link.signal == signal), key=lambda link: link.group)


@dataclass(slots=True)
class _Raw:
    """What one pass over the file collects before links can be tied to junctions."""

    lanes: dict[str, Lane] = field(default_factory=dict)
    edge_ends: dict[str, str] = field(default_factory=dict)
    functions: dict[str, str] = field(default_factory=dict)
    connections: list[dict[str, str]] = field(default_factory=list)
    rights: dict[str, RightOfWay] = field(default_factory=dict)
    signals: dict[str, Program] = field(default_factory=dict)


def read_network(path: Path) -> RoadNetwork:
    """Read a network file, plain or gzipped.

    Raises Refused if the file is missing, is no well-formed XML or holds no road network.
    """
    try:
        with _open(path) as stream:
            raw = _collect(stream)
    except OSError as error:
        raise Refused(
            [Refusal(str(path), "Die Netzdatei ist nicht lesbar.", type(error).__name__, "Pfad prüfen.")]
        ) from None
    except (etree.XMLSyntaxError, ValueError, KeyError) as error:
        raise Refused(
            [Refusal(str(path), "Die Netzdatei ist kein gültiges SUMO-Netz.", _first_line(error), "Netz neu erzeugen.")]
        ) from None
    if not raw.lanes:
        rule = "Die Datei enthält kein Straßennetz."
        raise Refused([Refusal(str(path), rule, "", "Erwartet wird eine Datei .net.xml mit Kanten.")])
    return _assemble(raw)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:120]


def _open(path: Path) -> IO[bytes]:
    return gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")  # type: ignore[return-value]


def _collect(stream: IO[bytes]) -> _Raw:
    raw = _Raw()
    context = etree.iterparse(stream, events=("start",), tag=_ELEMENTS, resolve_entities=False, no_network=True)
    edge = junction = ""
    program: list[Phase] = []
    for _event, element in context:
        a = element.attrib
        if element.tag == "edge":
            edge = a["id"]
            raw.edge_ends[edge] = a.get("to", "")
            raw.functions[edge] = a.get("function", "normal")
        elif element.tag == "lane":
            raw.lanes[a["id"]] = _lane(a, edge, raw.functions[edge])
        elif element.tag == "connection":
            raw.connections.append(dict(a))
        elif element.tag == "junction":
            junction = a["id"]
            raw.rights[junction] = RightOfWay(tuple(a.get("incLanes", "").split()))
        elif element.tag == "request":
            raw.rights[junction].foes.append(int(a["foes"], 2))
            raw.rights[junction].yields.append(int(a["response"], 2))
        elif element.tag == "tlLogic":
            program = []
            # Phases arrive after their program's start; the list is filled in place and frozen in _assemble.
            raw.signals[a["id"]] = Program(a["programID"], a.get("type", "static"), float(a.get("offset", 0)), program)  # type: ignore[arg-type]
        elif element.tag == "phase":
            program.append(_phase(a))
    return raw


def _lane(a: Any, edge: str, function: str) -> Lane:
    allowed = a.get("allow", "").split()
    on_foot = function in ("walkingarea", "crossing") or allowed == ["pedestrian"]
    return Lane(a["id"], edge, max(float(a["length"]), 0.1), max(float(a["speed"]), 0.1), on_foot)


def _phase(a: Any) -> Phase:
    duration = float(a["duration"])
    return Phase(duration, a["state"], float(a.get("minDur", duration)), float(a.get("maxDur", duration)))


def _assemble(raw: _Raw) -> RoadNetwork:
    signals = {key: Program(p.id, p.kind, p.offset, tuple(p.phases)) for key, p in raw.signals.items()}
    network = RoadNetwork(raw.lanes, list(_links(raw)), raw.rights, signals)
    into: defaultdict[str, list[Link]] = defaultdict(list)
    out_of: defaultdict[str, list[Link]] = defaultdict(list)
    for link in network.links:
        into[link.target].append(link)
        out_of[link.source].append(link)
    network.into, network.out_of = dict(into), dict(out_of)
    return network


def _links(raw: _Raw) -> Iterator[Link]:
    crossings: defaultdict[str, int] = defaultdict(int)
    for edge, function in raw.functions.items():
        if function == "crossing":
            crossings[_junction_of_internal(edge)] += 1
    order = _order_without_internal_lanes(raw)
    for number, c in enumerate(raw.connections):
        source, target = f"{c['from']}_{c['fromLane']}", f"{c['to']}_{c['toLane']}"
        crossing = raw.functions.get(c["to"]) == "crossing"
        if raw.functions.get(c["from"]) == "internal" or source not in raw.lanes or target not in raw.lanes:
            continue
        if crossing:
            junction = _junction_of_internal(c["to"])
            first = len(raw.rights[junction].foes) - crossings[junction] if junction in raw.rights else 0
            request = first + int(c["to"].rsplit("_c", 1)[1])
        else:
            junction = raw.edge_ends.get(c["from"], "")
            request = _request_of(c.get("via", ""), order.get(number, -1))
        if junction not in raw.rights or request >= len(raw.rights[junction].foes):
            request = -1
        yield Link(
            junction, request, source, target, c.get("via", ""), c.get("tl", ""), int(c.get("linkIndex", -1)),
            c.get("dir", "s"), crossing,
        )  # fmt: skip


def _junction_of_internal(edge: str) -> str:
    return edge[1:].rsplit("_", 1)[0]


def _request_of(via: str, counted: int) -> int:
    """Internal lanes are named `:<junction>_<first link of the edge>_<lane>`: their sum is the link's row."""
    if not via:
        return counted
    _junction, first, lane = via.rsplit("_", 2)
    return int(first) + int(lane) if first.isdigit() else -1


def _order_without_internal_lanes(raw: _Raw) -> dict[int, int]:
    """Rows of links without internal lanes: they follow the junction's incoming lanes, then the file's order."""
    by_lane: defaultdict[str, list[int]] = defaultdict(list)
    for number, c in enumerate(raw.connections):
        if not c.get("via") and raw.functions.get(c["from"]) == "normal":
            by_lane[f"{c['from']}_{c['fromLane']}"].append(number)
    order: dict[int, int] = {}
    for right in raw.rights.values():
        numbers = [number for lane in right.incoming for number in by_lane.get(lane, ())]
        order |= {number: row for row, number in enumerate(numbers)}
    return order
