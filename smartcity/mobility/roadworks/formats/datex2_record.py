"""One roadworks record of DATEX II, and the management records that say what it means for traffic."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lxml import etree

from smartcity.kernel.refusal import Refusal
from smartcity.mobility.roadworks.domain import Detour, Restriction, Text, TypeOfWork
from smartcity.mobility.roadworks.formats.datex2_location import local, read_location
from smartcity.mobility.roadworks.formats.datex2_words import (
    CAUSE_OF,
    CONSTRUCTION,
    CONSTRUCTION_OF,
    EXTENSION,
    IMPACT_OF,
    LIMIT_OF,
    OTHER_MAINTENANCE,
    STATUS_OF,
    VALIDITY_STATUSES,
    WORK_OF,
    XSI,
)
from smartcity.mobility.roadworks.formats.item import parse_time, short
from smartcity.mobility.roadworks.vocabulary import (
    Cause,
    RestrictionType,
    State,
    Unit,
    VehicleImpact,
    WorkKind,
    WorkZoneType,
)

_TYPE = f"{{{XSI}}}type"
_FIELD = f"{{{EXTENSION}}}field"
_STATE_OF = {pair: state for state, pair in STATUS_OF.items()}
_LENGTHS = frozenset({RestrictionType.REDUCED_HEIGHT, RestrictionType.REDUCED_WIDTH, RestrictionType.REDUCED_LENGTH})


@dataclass(slots=True)
class Record:
    """A roadworks record on its way to a `Roadwork`: its values so far and what was found on the way."""

    place: str
    source_id: str
    values: dict[str, Any]
    refusals: list[Refusal] = field(default_factory=list)
    remarks: list[Refusal] = field(default_factory=list)
    extension: list[tuple[str, str]] = field(default_factory=list)
    statuses: tuple[str, str] = ("", "")

    def remark(self, name: str, rule: str, value: str, hint: str = "") -> None:
        """Note a deviation that does not hinder reading."""
        self.remarks.append(Refusal(f"{self.place}.{name}", rule, short(value), hint))

    def refuse(self, name: str, rule: str, value: str = "", hint: str = "") -> None:
        """Note why the record cannot be taken."""
        self.refusals.append(Refusal(f"{self.place}.{name}", rule, short(value), hint))


def record_type(record: etree._Element) -> str:
    """Return the record's class: xsi:type without its prefix."""
    return record.get(_TYPE, "").rpartition(":")[2]


def read_record(element: etree._Element, kind: str, place: str, situation_id: str) -> Record:
    """Read a MaintenanceWorks or ConstructionWorks record."""
    source_id = element.get("id", "")
    record = Record(place, source_id, {"source_id": source_id, "source_system": "", "works": ()})
    record.values["kind"] = WorkKind.CONSTRUCTION if kind == "ConstructionWorks" else WorkKind.MAINTENANCE
    for child in element:
        if handler := _HANDLERS.get(local(child.tag)):
            handler(record, child)
    _complete(record, element)
    origin = {"situation": situation_id, "version": element.get("version", "")}
    if origin != {"situation": f"{source_id}-situation", "version": "1"}:
        record.values["foreign"] = {"datex2": origin}
    return record


def _complete(record: Record, element: etree._Element) -> None:
    """Refuse what is missing, and settle what several elements say together."""
    values = record.values
    values["source_system"] = values["source_system"] or _creator(element)
    if "start" not in values and not record.refusals:
        hint = f"Zeile {element.sourceline}: validity mit overallStartTime und overallEndTime."
        record.refuse("validity", "Die Gültigkeit fehlt.", hint=hint)
    elif "end" not in values and not record.refusals:
        hint = "Ein geschätztes Ende genügt."
        record.refuse("validity.validityTimeSpecification.overallEndTime", "Das Ende fehlt.", hint=hint)
    if "geometry" not in values and not record.refusals:
        record.refuse("locationReference", "Die Ortsangabe fehlt.")
    validity, action = record.statuses
    if action == "rejected":
        values["state"] = State.CANCELLED
    elif validity == "active":
        values["state"] = State.ACTIVE
    else:
        values["state"] = _STATE_OF.get(record.statuses, State.PLANNED)
    if not values.get("street_names"):
        headline = values.get("title") or values.get("description") or Text()
        if name := headline.de.partition("\n")[0][:200]:
            values["street_names"] = (name,)
            record.remark(
                "locationReference", "Der Straßenname fehlt.", name, "Die Bezeichnung steht an seiner Stelle."
            )


def _creator(element: etree._Element) -> str:
    """Return the publication's creator, who stands for records without a source."""
    for ancestor in element.iterancestors():
        for creator in ancestor.iterchildren("{*}publicationCreator"):
            return " ".join(text for part in creator.itertext() if (text := str(part).strip()))
    return "DATEX II"


def _time(record: Record, element: etree._Element) -> datetime | None:
    text = (element.text or "").strip()
    time = parse_time(text, local=True)
    if time is None:
        hint = f"Zeile {element.sourceline}: erwartet wird xs:dateTime, z. B. 2026-03-02T07:00:00+01:00."
        record.refuse(local(element.tag), "Die Zeitangabe ist nicht lesbar.", text, hint)
    elif not text.endswith("Z") and text[-6:-5] not in ("+", "-"):
        record.remark(local(element.tag), "Die Zeitangabe hat keine Zeitzone.", text, "Gelesen als Ortszeit.")
    return time


def _texts(element: etree._Element) -> Text:
    """Read a MultilingualString: German and English, any other or unmarked language as German if that is missing."""
    de = en = other = ""
    for value in element.iter("{*}value"):
        text, language = (value.text or "").strip(), value.get("lang", "").lower()[:2]
        if language == "de":
            de = de or text
        elif language == "en":
            en = en or text
        else:
            other = other or text
    return Text(de or other, en)


def _creation(record: Record, element: etree._Element) -> None:
    record.values["created"] = _time(record, element)


def _version(record: Record, element: etree._Element) -> None:
    record.values["updated"] = _time(record, element)


def _source(record: Record, element: etree._Element) -> None:
    for child in element:
        if local(child.tag) == "sourceIdentification":
            record.values["source_system"] = (child.text or "").strip()
        elif local(child.tag) in ("sourceName", "values") and not record.values["source_system"]:
            record.values["source_system"] = _texts(child).de[:200]


def _validity(record: Record, element: etree._Element) -> None:
    status = ""
    for child in element:
        name = local(child.tag)
        if name == "validityStatus":
            status = (child.text or "").strip()
            if status not in VALIDITY_STATUSES:
                hint = f"Erlaubt: {', '.join(sorted(VALIDITY_STATUSES))}."
                record.remark("validity.validityStatus", "Dieses Wort kennt der Standard hier nicht.", status, hint)
        elif name == "validityTimeSpecification":
            for part in child:
                part_name = {"overallStartTime": "start", "overallEndTime": "end"}.get(local(part.tag))
                if part_name and (time := _time(record, part)):
                    record.values[part_name] = time
    record.statuses = (status, record.statuses[1])


def _action_status(record: Record, element: etree._Element) -> None:
    record.statuses = (record.statuses[0], (element.text or "").strip())


def _comment(record: Record, element: etree._Element) -> None:
    text, kind = Text(), ""
    for child in element:
        if local(child.tag) == "comment":
            text = _texts(child)
        elif local(child.tag) == "commentType":
            kind = (child.text or "").strip()
    name = "title" if kind == "roadworksName" else "description"
    known = record.values.get(name, Text())
    record.values[name] = Text(_joined(known.de, text.de), _joined(known.en, text.en))


def _joined(first: str, second: str) -> str:
    return f"{first}\n{second}" if first and second else first or second


def _location(record: Record, element: etree._Element) -> None:
    record.values["geometry"] = read_location(
        element, f"{record.place}.locationReference", record.refusals, record.remarks
    )
    names: dict[str, None] = {}
    for name in element.iter("{*}roadName", "{*}gmlAreaName"):
        text = _texts(name).de if len(name) else (name.text or "").strip()
        if text:
            names[text] = None
    record.values["street_names"] = tuple(names)


def _identifier(record: Record, element: etree._Element) -> None:
    record.values["order_number"] = (element.text or "").strip()


def _mobility(record: Record, element: etree._Element) -> None:
    for child in element.iter("{*}mobilityType"):
        kinds = {"mobile": WorkZoneType.MOVING, "stationary": WorkZoneType.STATIC}
        record.values["work_zone_type"] = kinds.get((child.text or "").strip())


def _subjects(record: Record, element: etree._Element) -> None:
    for child in element.iter("{*}subjectTypeOfWorks"):
        record.values["cause"] = CAUSE_OF.get((child.text or "").strip(), Cause.OTHER)


def _maintenance(record: Record, element: etree._Element) -> None:
    word = (element.text or "").strip()
    if work := WORK_OF.get(word):
        record.values["works"] += (TypeOfWork(work),)
    elif word not in OTHER_MAINTENANCE:
        record.remark("roadMaintenanceType", "Dieses Wort kennt der Standard hier nicht.", word)


def _construction(record: Record, element: etree._Element) -> None:
    word = (element.text or "").strip()
    works = [work for work, known in CONSTRUCTION_OF.items() if known == word]
    record.values["works"] += tuple(TypeOfWork(work) for work in works)
    if word not in CONSTRUCTION:
        record.remark("constructionWorkType", "Dieses Wort kennt der Standard hier nicht.", word)


def _extension(record: Record, element: etree._Element) -> None:
    for child in element.iter(_FIELD):
        record.extension.append((child.get("name", ""), child.text or ""))


_HANDLERS: dict[str, Callable[[Record, etree._Element], None]] = {
    "situationRecordCreationTime": _creation,
    "situationRecordVersionTime": _version,
    "source": _source,
    "validity": _validity,
    "generalPublicComment": _comment,
    "locationReference": _location,
    "groupOfLocations": _location,
    "_situationRecordExtension": _extension,
    "operatorActionStatus": _action_status,
    "roadworksIdentifier": _identifier,
    "mobility": _mobility,
    "subjects": _subjects,
    "roadMaintenanceType": _maintenance,
    "constructionWorkType": _construction,
}


def attach_management(element: etree._Element, works: Sequence[Record]) -> None:
    """Read a lane, speed or rerouting record and put what it says into the situation's roadworks."""
    for child in element:
        name = local(child.tag)
        for record in works:
            if name == "roadOrCarriagewayOrLaneManagementType":
                _attach_lanes(record, (child.text or "").strip())
            elif name == "temporarySpeedLimit":
                record.values["speed_limit_kph"] = _measure(record, child)
            elif name == "forVehiclesWithCharacteristicsOf":
                _attach_limits(record, child)
            elif name == "reroutingItineraryDescription":
                known = record.values.get("detour") or Detour()
                record.values["detour"] = Detour(_texts(child), known.geometry)
            elif name == "alternativeRoute":
                known = record.values.get("detour") or Detour()
                geometry = read_location(child, f"{record.place}.alternativeRoute", record.remarks, record.remarks)
                record.values["detour"] = Detour(known.description, geometry)


def _attach_lanes(record: Record, word: str) -> None:
    impact = IMPACT_OF.get(word)
    if impact and record.values.get("vehicle_impact") is not VehicleImpact.ALL_LANES_CLOSED:
        record.values["vehicle_impact"] = impact
    if word == "roadClosed":
        record.values["full_closure"] = True


def _attach_limits(record: Record, element: etree._Element) -> None:
    for child in element.iter(etree.Element):
        if limit := LIMIT_OF.get(local(child.tag)):
            kind, factor = limit
            if (value := _measure(record, child)) is not None:
                unit = Unit.CENTIMETERS if kind in _LENGTHS else Unit.KILOGRAMS
                restriction = Restriction(kind, round(value * factor, 6), unit)
                record.values["restrictions"] = (*record.values.get("restrictions", ()), restriction)


def _measure(record: Record, element: etree._Element) -> float | None:
    text = (element.text or "").strip()
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if math.isfinite(value) and value >= 0:
        return value
    record.remark(local(element.tag), "Der Wert ist keine Zahl und bleibt weg.", text)
    return None
