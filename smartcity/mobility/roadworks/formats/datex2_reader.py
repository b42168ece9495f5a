"""DATEX II in: situations of version 3 (messageContainer) and 2 (d2LogicalModel) to roadworks, streamed.

Live feeds are often not strictly valid: what deviates from the schema but can be read becomes a remark.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

from smartcity.kernel.refusal import Refusal, Refused
from smartcity.mobility.roadworks.domain import Roadwork
from smartcity.mobility.roadworks.formats.datex2_location import local
from smartcity.mobility.roadworks.formats.datex2_record import Record, attach_management, read_record, record_type
from smartcity.mobility.roadworks.formats.datex2_words import MANAGEMENT, ROADWORKS
from smartcity.mobility.roadworks.formats.extension import overlay
from smartcity.mobility.roadworks.formats.item import Item, short
from smartcity.mobility.roadworks.validation import check

_ROOTS = frozenset({"messageContainer", "d2LogicalModel", "payload", "payloadPublication"})


def read(document: bytes) -> Iterator[Item]:
    """Read the roadworks of a SituationPublication one after the other.

    Raises Refused, possibly while iterating, where the document is no well-formed XML or no DATEX II message.
    """
    context = etree.iterparse(
        io.BytesIO(document),
        events=("end",),
        tag="{*}situation",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    index = 0
    root: etree._Element | None = None
    try:
        for _, situation in context:
            if root is None:
                root = _check_root(situation.getroottree().getroot())
            for item in read_situation(situation, index):
                yield item
                index += 1
            _forget(situation)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        place = f"Zeile {line}, Spalte {column}"
        raise Refused([Refusal(place, "Das Dokument ist kein wohlgeformtes XML.", short(error.msg or ""))]) from None
    except (UnicodeError, LookupError) as error:
        raise Refused([Refusal("Dokument", "Die Zeichenkodierung ist nicht lesbar.", short(str(error)))]) from None
    if root is None:
        _check_root(context.root)


def _check_root(root: etree._Element | None) -> etree._Element:
    name = local(root.tag) if root is not None else ""
    if root is None or name not in _ROOTS:
        hint = "Erwartet wird messageContainer (Version 3) oder d2LogicalModel (Version 2)."
        raise Refused([Refusal("Wurzelelement", "Das Dokument ist keine DATEX-II-Meldung.", short(name), hint)])
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refused([Refusal("DOCTYPE", "Eine Dokumenttyp-Deklaration ist nicht erlaubt.")])
    return root


def _forget(situation: etree._Element) -> None:
    """Free what is read, so that a large publication never stands in memory whole."""
    situation.clear()
    parent = situation.getparent()
    while parent is not None and situation.getprevious() is not None:
        del parent[0]


def read_situation(situation: etree._Element, index: int) -> list[Item]:
    """Read the roadworks of one situation, each with the management records that belong to it."""
    works: list[Record] = []
    managements: list[etree._Element] = []
    for child in situation:
        if local(child.tag) == "situationRecord":
            kind = record_type(child)
            if kind in ROADWORKS:
                place = f"situation[{situation.get('id', '')}].situationRecord[{child.get('id', '')}]"
                works.append(read_record(child, kind, short(place), situation.get("id", "")))
            elif kind in MANAGEMENT:
                managements.append(child)
    for management in managements:
        attach_management(management, works)
    return [_item(record, index + number, check) for number, record in enumerate(works)]


def native_values(situation: etree._Element) -> dict[str, Any] | None:
    """Return what the standard's own elements say of the one roadwork of a situation; None if it cannot be read."""
    works = [record for record in situation if record_type(record) in ROADWORKS]
    record = read_record(works[0], record_type(works[0]), "", situation.get("id", ""))
    for child in situation:
        if record_type(child) in MANAGEMENT:
            attach_management(child, [record])
    return None if record.refusals else record.values


def _item(record: Record, index: int, rules: Callable[[Roadwork], list[Refusal]]) -> Item:
    refusals = record.refusals
    if record.extension:
        overlay(record.values, _extension(record, refusals), f"{record.place}.smartcity", refusals)
    if not refusals:
        roadwork = Roadwork(**record.values)
        found = rules(roadwork)
        if not found:
            return Item(index, record.source_id, roadwork, remarks=tuple(record.remarks))
        refusals = [Refusal(f"{record.place}.{one.place}", one.rule, one.value, one.hint) for one in found]
    return Item(index, record.source_id, refusals=tuple(refusals), remarks=tuple(record.remarks))


def _extension(record: Record, refusals: list[Refusal]) -> Any:
    """Decode the fields of the extension, each of which is JSON."""
    values = {}
    for name, text in record.extension:
        try:
            values[name] = json.loads(text)
        except (ValueError, RecursionError):
            place = f"{record.place}.smartcity.{short(name)}"
            refusals.append(Refusal(place, "Das Feld der Erweiterung ist kein gültiges JSON.", short(text)))
    return values
