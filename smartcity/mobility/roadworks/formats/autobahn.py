"""The Autobahn API's roadworks in (JSON of the federal motorway company): what it says in fields and in prose.

The source's weaknesses are told as remarks and never hidden: the end stands in prose only (always an estimate), the
point order is not the direction of travel (the direction stays unknown), and a picture of arrows stands for the lanes.
Member names: the API's OpenAPI description (autobahn.api.bund.dev).
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from smartcity.kernel.refusal import Refusal, Refused
from smartcity.mobility.roadworks.domain import Geometry, Restriction, Roadwork, Stretch, Text, multi_point
from smartcity.mobility.roadworks.formats import json_document
from smartcity.mobility.roadworks.formats.fields import Fields
from smartcity.mobility.roadworks.formats.geojson import read_geometry
from smartcity.mobility.roadworks.formats.german_times import find_time
from smartcity.mobility.roadworks.formats.item import Item, Seen, parse_time, short
from smartcity.mobility.roadworks.validation import check
from smartcity.mobility.roadworks.vocabulary import RestrictionType, State, Unit, VehicleImpact

SOURCE = "autobahn.de"
_LINE = re.compile(r"^\s*(Beginn|Ende)\s*:\s*(.*)$", re.IGNORECASE)
_WIDTH = re.compile(r"Durchfahr(?:t)?sbreite\s*:?\s*(\d{1,2}(?:[.,]\d{1,2})?)", re.IGNORECASE)


def read(document: bytes) -> Iterator[Item]:
    """Read a list of roadworks, or the details of one; raise Refused where the document as a whole is neither."""
    value = json_document.parse(document)
    if isinstance(value, dict) and isinstance(value.get("roadworks"), list):
        return _items(value["roadworks"])
    if isinstance(value, dict) and "identifier" in value:
        return _items([value])
    hint = 'Erwartet wird ein Objekt mit der Liste "roadworks".'
    raise Refused([Refusal("roadworks", "Das Dokument ist keine Antwort der Autobahn-API.", hint=hint)])


def _items(entries: list[Any]) -> Iterator[Item]:
    seen = Seen()
    for index, entry in enumerate(entries):
        yield _item(entry, index, seen)


def _item(entry: Any, index: int, seen: Seen) -> Item:
    refusals: list[Refusal] = []
    remarks: list[Refusal] = []
    place = f"roadworks[{index}]"
    fields = Fields(entry, place, refusals)
    source_id = fields.text("identifier", required=True)
    values = _values(fields, remarks) if fields.left or source_id else {}
    if not refusals:
        roadwork = Roadwork(source_system=SOURCE, source_id=_readable(source_id), **values)
        found = check(roadwork) + seen.check(roadwork, place)
        if not found:
            return Item(index, roadwork.source_id, roadwork, remarks=tuple(remarks))
        refusals = [Refusal(f"{place}.{one.place}", one.rule, one.value, one.hint) for one in found]
    return Item(index, _readable(source_id), refusals=tuple(refusals), remarks=tuple(remarks))


def _readable(identifier: str) -> str:
    """Return the identifier in the clear: the API wraps its own in Base64."""
    try:
        text = base64.b64decode(identifier, validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        return identifier
    return text if text.isprintable() and "__" in text else identifier


def _values(fields: Fields, remarks: list[Refusal]) -> dict[str, Any]:
    title, subtitle = fields.text("title", required=True), fields.text("subtitle").strip()
    lines = [line.strip() for text in fields.texts("description") for line in text.splitlines()]
    start = _start(fields, lines)
    end = _end(fields, lines, remarks)
    road, _, stretch = title.partition("|")
    begin, _, finish = stretch.partition(" - ")
    blocked = str(fields.left.pop("isBlocked", "false")).lower() == "true"
    is_future = fields.flag("future")
    values: dict[str, Any] = {
        "title": Text(" ".join(title.split())),
        "street_names": (road.strip(),) if road.strip() else (),
        "description": Text("\n".join(part for part in (subtitle, *_prose(lines)) if part)),
        "stretch": Stretch(begin.strip(), finish.strip()),
        "start": start,
        "end": end,
        "state": State.PLANNED if is_future or is_future is None else State.ACTIVE,
        "full_closure": blocked,
        "vehicle_impact": VehicleImpact.ALL_LANES_CLOSED if blocked else _impact(fields),
        "restrictions": _widths(lines),
        "geometry": _geometry(fields, remarks),
    }
    foreign = {name: value for name, value in fields.left.items() if value not in (None, "", [], {})}
    return values | ({"foreign": {"autobahn": foreign}} if foreign else {})


def _said(lines: list[str], word: str) -> str | None:
    found = (match for line in lines if (match := _LINE.match(line)))
    return next((match[2].strip() for match in found if match[1].lower() == word), None)


def _prose(lines: list[str]) -> list[str]:
    """Return the description without the lines that became times."""
    return [line for line in lines if not _LINE.match(line)]


def _start(fields: Fields, lines: list[str]) -> datetime | None:
    """Take the field, or what the prose says where it is missing."""
    stamp = fields.text("startTimestamp")
    if stamp:
        time = parse_time(stamp, local=True)
        if time is None:
            fields.refuse("startTimestamp", "Die Zeitangabe ist nicht lesbar.", stamp)
        return time
    said = _said(lines, "beginn")
    found = find_time(said, is_end=False) if said else None
    if found is None:
        hint = "Erwartet wird startTimestamp oder in description eine Zeile „Beginn: 02.03.2026 um 07:00 Uhr“."
        fields.refuse("startTimestamp", "Der Beginn fehlt.", said or "", hint)
    return found.time if found else None


def _end(fields: Fields, lines: list[str], remarks: list[Refusal]) -> datetime | None:
    """Take the end from the prose, the only place where this source has it."""
    said = _said(lines, "ende")
    found = find_time(said, is_end=True) if said else None
    if found is None:
        rule = "Das Ende ist nicht lesbar." if said else "Das Ende fehlt."
        fields.refuse("description", rule, said or "", "Erwartet wird eine Zeile „Ende: 30.12.2026 um 20:00 Uhr“.")
        return None
    if not found.has_day:
        rule = "Das Ende nennt nur den Monat; es gilt dessen letzter Tag."
        remarks.append(Refusal(f"{fields.path}.description", rule, short(said or "")))
    return found.time


def _impact(fields: Fields) -> VehicleImpact:
    """Take the arrows over the lanes: a crossed-out one is a closed lane."""
    picture = fields.left.get("impact")
    symbols = picture.get("symbols") if isinstance(picture, dict) else None
    closed = isinstance(symbols, list) and any(isinstance(one, str) and "CLOSED" in one.upper() for one in symbols)
    return VehicleImpact.SOME_LANES_CLOSED if closed else VehicleImpact.UNKNOWN


def _widths(lines: list[str]) -> tuple[Restriction, ...]:
    """Take the greatest passable width, in metres in the prose."""
    found = next((match for line in lines if (match := _WIDTH.search(line))), None)
    if found is None or (width := float(found[1].replace(",", "."))) <= 0:
        return ()
    return (Restriction(RestrictionType.REDUCED_WIDTH, round(width * 100, 1), Unit.CENTIMETERS),)


def _geometry(fields: Fields, remarks: list[Refusal]) -> Geometry | None:
    drawn = fields.left.pop("geometry", None)
    if isinstance(drawn, str):
        try:
            drawn = json.loads(drawn)
        except ValueError:
            drawn = {}
    coordinate = fields.left.pop("coordinate", None)
    if drawn is not None:
        rule = "Die Punktfolge dieser Quelle ist nicht die Fahrtrichtung; die Richtung bleibt unbekannt."
        remarks.append(Refusal(f"{fields.path}.geometry", rule))
        return read_geometry(drawn, f"{fields.path}.geometry", fields.refusals)
    try:
        return multi_point((float(coordinate["long"]), float(coordinate["lat"])))
    except (TypeError, KeyError, ValueError, OverflowError):
        fields.refuse(
            "coordinate", "Die Ortsangabe fehlt oder ist nicht lesbar.", coordinate, "Erwartet: lat und long."
        )
        return None
