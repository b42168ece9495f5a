"""One roadworks record of DATEX II on its way to a roadwork."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lxml import etree

from smartcity.kernel.refusal import Refusal
from smartcity.mobility.roadworks.domain import Phase, Text, TypeOfWork
from smartcity.mobility.roadworks.formats.datex2_location import local, read_location
from smartcity.mobility.roadworks.formats.datex2_words import (
    CAUSE_OF,
    CONSTRUCTION,
    CONSTRUCTION_OF,
    DETOUR,
    DIRECTION_FROM,
    EXTENSION,
    OTHER_MAINTENANCE,
    STATUS_OF,
    TYPE_OF,
    VALIDITY_STATUSES,
    WORK_OF,
    XSI,
)
from smartcity.mobility.roadworks.formats.item import parse_time, short
from smartcity.mobility.roadworks.vocabulary import (
    Cause,
    EventType,
    LaneType,
    State,
    WorkKind,
    WorkZoneType,
)

_TIMES = {"overallStartTime": "start", "overallEndTime": "end"}
_TYPE = f"{{{XSI}}}type"
_FIELD = f"{{{EXTENSION}}}field"
_STATE_OF = {pair: state for state, pair in STATUS_OF.items()}


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
    lane_count: int = 0
    lanes: dict[int, LaneType | None] = field(default_factory=dict)

    def remark(self, name: str, rule: str, value: str, hint: str = "") -> None:
        """Note a deviation that does not hinder reading."""
        self.remarks.append(Refusal(f"{self.place}.{name}", rule, short(value), hint))

    def refuse(self, name: str, rule: str, value: str = "", hint: str = "") -> None:
        """Note why the record cannot be taken."""
        self.refusals.append(Refusal(f"{self.place}.{name}", rule, short(value), hint))


def record_type(record: etree._Element) -> str:
    """Return the record's class: xsi:type without its prefix."""
    return record.get(_TYPE, "").rpartition(":")[2]


def read_record(element: etree._Element, kind: str, situation_id: str, creator: str) -> Record:
    """Read a MaintenanceWorks or ConstructionWorks record, or a ReroutingManagement that stands for itself."""
    source_id = element.get("id", "")
    place = f"situation[{short(situation_id)}].situationRecord[{short(source_id)}]"
    record = Record(place, source_id, {"source_id": source_id, "source_system": "", "works": ()})
    record.values["kind"] = WorkKind.CONSTRUCTION if kind == "ConstructionWorks" else WorkKind.MAINTENANCE
    if kind == DETOUR:
        record.values["event"] = EventType.DETOUR
    for child in element:
        if handler := _HANDLERS.get(local(child.tag)):
            handler(record, child)
    _complete(record, element, creator)
    origin = {"situation": situation_id, "version": element.get("version", "")}
    if origin != {"situation": f"{source_id}-situation", "version": "1"}:
        record.values["foreign"] = {"datex2": origin}
    return record


def _complete(record: Record, element: etree._Element, creator: str) -> None:
    """Refuse what is missing, and settle what several elements say together."""
    values = record.values
    values["source_system"] = values["source_system"] or creator
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


def _time(record: Record, element: etree._Element) -> datetime | None:
    text = (element.text or "").strip()
    time = parse_time(text, local=True)
    if time is None:
        hint = f"Zeile {element.sourceline}: erwartet wird xs:dateTime, z. B. 2026-03-02T07:00:00+01:00."
        record.refuse(local(element.tag), "Die Zeitangabe ist nicht lesbar.", text, hint)
    elif not text.endswith("Z") and text[-6:-5] not in ("+", "-"):
        record.remark(local(element.tag), "Die Zeitangabe hat keine Zeitzone.", text, "Gelesen als Ortszeit.")
    return time


def read_texts(element: etree._Element) -> Text:
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
            record.values["source_system"] = read_texts(child).de[:200]


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
                part_name = local(part.tag)
                if part_name == "validPeriod":
                    _phase(record, part)
                elif (known := _TIMES.get(part_name)) and (time := _time(record, part)):
                    record.values[known] = time
    record.statuses = (status, record.statuses[1])


def _phase(record: Record, element: etree._Element) -> None:
    """Read a period with its name as a phase; one that only repeats days or lacks an end says nothing of a phase."""
    start = end = None
    title = Text()
    for child in element:
        name = local(child.tag)
        if name == "startOfPeriod":
            start = _time(record, child)
        elif name == "endOfPeriod":
            end = _time(record, child)
        elif name == "periodName":
            title = read_texts(child)
    if start and end:
        phase = Phase(title=title, start=start, end=end)
        record.values["phases"] = (*record.values.get("phases", ()), phase)


def _action_status(record: Record, element: etree._Element) -> None:
    record.statuses = (record.statuses[0], (element.text or "").strip())


def _comment(record: Record, element: etree._Element) -> None:
    text, kind = Text(), ""
    for child in element:
        if local(child.tag) == "comment":
            text = read_texts(child)
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
    for name in element.iter("{*}roadName", "{*}gmlAreaName", "{*}carriageway"):
        if not len(name):
            text = (name.text or "").strip() if local(name.tag) == "roadName" else ""
        elif local(name.tag) == "carriageway":
            _carriageway(record, name)
            continue
        else:
            text = read_texts(name).de
        if text:
            names[text] = None
    record.values["street_names"] = tuple(names)


def _carriageway(record: Record, element: etree._Element) -> None:
    """Note the affected lanes; what they mean depends on the management (`datex2_management.settle`)."""
    for child in element:
        name = local(child.tag)
        if name == "originalNumberOfLanes":
            record.lane_count = _whole(child)
        elif name == "lane":
            parts = {local(part.tag): part for part in child}
            usage = parts.get("laneUsage")
            number = _whole(parts["laneNumber"]) if "laneNumber" in parts else 0
            record.lanes[number] = TYPE_OF.get((usage.text or "").strip() if usage is not None else "")


def _whole(element: etree._Element) -> int:
    """Read a small whole number; 0 where it is none."""
    text = (element.text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


def _identifier(record: Record, element: etree._Element) -> None:
    record.values["order_number"] = (element.text or "").strip()


def _direction(record: Record, element: etree._Element) -> None:
    if direction := DIRECTION_FROM.get((element.text or "").strip()):
        record.values["direction"] = direction


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
    "applicableForTrafficDirection": _direction,
    "mobility": _mobility,
    "subjects": _subjects,
    "roadMaintenanceType": _maintenance,
    "constructionWorkType": _construction,
}
