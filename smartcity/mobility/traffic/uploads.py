"""Files of a scenario on their way in: unpacked within bounds, and read element by element before SUMO sees them.

SUMO follows whatever its input asks for (it includes other files, writes detectors' and devices' output to any path),
so only elements that describe roads, signals and traffic are taken. Free of Django.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from lxml import etree

from smartcity.kernel.refusal import Refusal, Refused

MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE  # as it is sent
LARGEST_UNPACKED = 100 * MEGABYTE

_NETWORK = frozenset(
    [
        "net",
        "location",
        "type",
        "restriction",
        "edge",
        "lane",
        "neigh",
        "junction",
        "request",
        "connection",
        "tlLogic",
        "phase",
        "condition",
        "assignment",
        "function",
        "roundabout",
        "prohibition",
        "stopOffset",
        "param",
    ]
)
_DEMAND = frozenset(
    [
        "routes",
        "vType",
        "vTypeDistribution",
        "route",
        "routeDistribution",
        "trip",
        "vehicle",
        "flow",
        "person",
        "personFlow",
        "personTrip",
        "ride",
        "walk",
        "stop",
        "param",
        "container",
        "containerFlow",
        "transport",
        "tranship",
    ]
)
_TRAFFIC = frozenset(("trip", "vehicle", "flow", "person", "personFlow", "container", "containerFlow"))
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Upload:
    """A file by its name, and its bytes as sent."""

    name: str
    sent: bytes


@dataclass(frozen=True, slots=True)
class Sound:
    """A file that was read: its name without the ending of packed files, and its bytes unpacked."""

    name: str
    content: bytes


@dataclass(slots=True)
class _Demand:
    departures: int = 0
    inside: int = 0
    unknown: list[Refusal] = field(default_factory=list)


def check_files(network: Upload, demand: Sequence[Upload], begin: int, end: int) -> tuple[Sound, list[Sound]]:
    """Unpack and check a network and its demand. Raises Refused naming file, line and rule."""
    net = Sound(_name(network.name), unpack(network))
    edges = _edges(net)
    taken: list[Sound] = []
    moving = False
    for upload in demand:
        sound = Sound(_name(upload.name), unpack(upload))
        found = _read_demand(sound, edges, begin, end)
        if found.unknown:
            raise Refused(found.unknown[:_SHOWN])
        if not found.departures:
            hint = "Erwartet werden trip, vehicle, flow oder person."
            raise Refused([Refusal(sound.name, "Die Datei enthält keine Fahrten.", "", hint)])
        moving = moving or found.inside > 0
        taken.append(sound)
    names = [sound.name for sound in (net, *taken)]
    if len(set(names)) < len(names):
        raise Refused([Refusal(names[-1], "Zwei Dateien tragen denselben Namen.", "", "Benennen Sie eine um.")])
    if not moving:
        hint = "Beginn und Ende müssen zu den Abfahrtszeiten der Fahrten passen."
        raise Refused([Refusal("begin", "Im Zeitfenster fährt niemand los.", f"{begin} bis {end} s", hint)])
    return net, taken


def unpack(upload: Upload) -> bytes:
    """The bytes, unpacked if they are gzip. Raises Refused for what is too large or broken."""
    if len(upload.sent) > LARGEST:
        hint = f"Höchstens {LARGEST // MEGABYTE} MB, gern mit gzip gepackt."
        raise Refused([Refusal(upload.name, "Die Datei ist zu groß.", f"{len(upload.sent) // MEGABYTE} MB", hint)])
    if not upload.sent.startswith(b"\x1f\x8b"):
        return upload.sent
    unpacker = zlib.decompressobj(wbits=31)
    try:
        content = unpacker.decompress(upload.sent, LARGEST_UNPACKED + 1)
    except zlib.error:
        raise Refused([Refusal(upload.name, "Die Datei ist kein gültiges gzip.", "", "Packen Sie sie neu.")]) from None
    if len(content) > LARGEST_UNPACKED:
        hint = f"Höchstens {LARGEST_UNPACKED // MEGABYTE} MB, teilen Sie die Fahrten auf."
        raise Refused([Refusal(upload.name, "Die Datei ist ausgepackt zu groß.", "", hint)])
    if not unpacker.eof:
        raise Refused([Refusal(upload.name, "Die Datei bricht mitten im gzip ab.", "", "Laden Sie sie neu hoch.")])
    return content


def _name(name: str) -> str:
    """A plain file name that needs no quoting anywhere: SUMO separates route files by commas."""
    last = PurePath(name.replace("\\", "/")).name.removesuffix(".gz")
    plain = "".join(char if char.isascii() and (char.isalnum() or char in "._-") else "_" for char in last)
    return plain.lstrip(".-")[-100:] or "datei.xml"


def _edges(net: Sound) -> set[str]:
    edges = {str(element.get("id")) for element in _elements(net, "net", _NETWORK) if element.tag == "edge"}
    if not edges:
        hint = "Erwartet wird eine Datei .net.xml mit Kanten."
        raise Refused([Refusal(net.name, "Die Datei enthält kein Straßennetz.", "", hint)])
    return edges


def _read_demand(sound: Sound, edges: set[str], begin: int, end: int) -> _Demand:
    found = _Demand()
    for element in _elements(sound, "routes", _DEMAND):
        named = (element.get("edges") or "").split() + [element.get(end_) for end_ in ("from", "to")]
        for edge in named:
            if edge and edge not in edges:
                rule, hint = "Diese Kante gibt es im Netz nicht.", "Passen die Fahrten zum Netz?"
                found.unknown.append(Refusal(f"{_place(sound, element)}, Kante {edge[:80]}", rule, "", hint))
        if element.tag in _TRAFFIC:
            found.departures += 1
            found.inside += _may_depart(element, begin, end)
    return found


def _may_depart(element: Any, begin: int, end: int) -> bool:
    """Whether it departs in the window; what is no plain number of seconds is left to SUMO."""
    first, last = (element.get("begin"), element.get("end")) if "low" in element.tag else (element.get("depart"),) * 2
    try:
        return float(first or 0) < end and (last is None or float(last) >= begin)
    except ValueError:
        return True


def _place(sound: Sound, element: Any) -> str:
    return f"{sound.name}, Zeile {element.sourceline}"


def _elements(sound: Sound, root: str, known: frozenset[str]) -> Iterator[Any]:
    """All elements as they start. Raises Refused for broken XML, another root, a DOCTYPE, elements not known here."""
    context = etree.iterparse(
        io.BytesIO(sound.content), events=("start", "end"), resolve_entities=False, no_network=True
    )
    first = True
    try:
        for event, element in context:
            if event == "end":
                element.clear()
                continue
            if first:
                _check_root(sound, element, root)
                first = False
            _check_element(sound, element, known)
            yield element
    except etree.XMLSyntaxError as error:
        value = (str(error).splitlines() or [""])[0][:120]
        raise Refused(
            [Refusal(sound.name, "Die Datei ist kein gültiges XML.", value, "Erzeugen Sie sie neu.")]
        ) from None


def _check_root(sound: Sound, element: Any, root: str) -> None:
    if element.getroottree().docinfo.doctype:
        hint = "Entfernen Sie die Zeile mit DOCTYPE."
        raise Refused([Refusal(sound.name, "Eine Dokumenttyp-Angabe wird nicht angenommen.", "DOCTYPE", hint)])
    if element.tag != root:
        kind = "ein SUMO-Netz" if root == "net" else "eine Fahrtendatei"
        rule = f"Das ist nicht {kind}."
        raise Refused([Refusal(_place(sound, element), rule, str(element.tag)[:40], f"Erwartet wird <{root}>.")])


def _check_element(sound: Sound, element: Any, known: frozenset[str]) -> None:
    if element.tag not in known and not str(element.tag).startswith("carFollowing-"):
        rule = "Dieses Element darf hier nicht stehen."
        hint = "Angenommen werden Straßen, Signale und Fahrten, keine Verweise auf andere Dateien und keine Ausgaben."
        raise Refused([Refusal(_place(sound, element), rule, str(element.tag)[:40], hint)])
    key = (element.get("key") or "").lower() if element.tag == "param" else ""
    if "file" in key or "output" in key or key.startswith(("has.", "device.")):
        rule, hint = "Dieser Parameter lässt SUMO Dateien schreiben oder Geräte anlegen.", "Entfernen Sie ihn."
        raise Refused([Refusal(_place(sound, element), rule, key[:40], hint)])
