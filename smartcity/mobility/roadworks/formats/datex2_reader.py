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
from smartcity.mobility.roadworks.formats.datex2_management import attach_management, settle
from smartcity.mobility.roadworks.formats.datex2_record import Record, read_record, record_type
from smartcity.mobility.roadworks.formats.datex2_words import DETOUR, MANAGEMENT, ROADWORKS
from smartcity.mobility.roadworks.formats.extension import overlay
from smartcity.mobility.roadworks.formats.item import Item, Seen, line_and_column, short
from smartcity.mobility.roadworks.validation import check

_BEFORE_ROOT = ((b"<?", b"?>"), (b"<!--", b"-->"))
_ROOTS = frozenset({"messageContainer", "d2LogicalModel", "payload", "payloadPublication"})


def read(document: bytes) -> Iterator[Item]:
    """Read the roadworks of a SituationPublication one after the other.

    Raises Refused, possibly while iterating, where the document is no well-formed XML or no DATEX II message. A
    document type declaration is refused before anything is read.
    """
    _refuse_doctype(document)
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
    creator: str | None = None
    seen = Seen()
    try:
        for _, situation in context:
            if creator is None:
                creator = _creator(_check_root(situation.getroottree().getroot()))
            for item, place in read_situation(situation, index, creator):
                yield seen.judge(item, place)
                index += 1
            _forget(situation)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        place = f"Zeile {line}, Spalte {column}"
        raise Refused([Refusal(place, "Das Dokument ist kein wohlgeformtes XML.", short(error.msg or ""))]) from None
    except (UnicodeError, LookupError) as error:
        raise Refused([Refusal("Dokument", "Die Zeichenkodierung ist nicht lesbar.", short(str(error)))]) from None
    if creator is None:
        _check_root(context.root)


def _refuse_doctype(document: bytes) -> None:
    """Look through what stands before the root element, without parsing it."""
    # the ASCII characters of UTF-16 and UTF-32 are those of UTF-8 with zeros between them
    text = document.replace(b"\0", b"") if b"\0" in document[:4] else document
    position = max(text.find(b"<", 0, 100), 0)
    while True:
        if text.startswith(b"<!DOCTYPE", position):
            raise _doctype(line_and_column(text, position))
        end = next((end for start, end in _BEFORE_ROOT if text.startswith(start, position)), None)
        after = text.find(end, position) if end else -1
        if after < 0:
            return
        position = text.find(b"<", after)


def _doctype(place: str) -> Refused:
    rule = "Eine Dokumenttyp-Deklaration ist nicht erlaubt."
    return Refused([Refusal(place, rule, hint="Entfernen Sie <!DOCTYPE …>; DATEX II braucht keine.")])


def _check_root(root: etree._Element | None) -> etree._Element:
    name = local(root.tag) if root is not None else ""
    if root is None or name not in _ROOTS:
        hint = "Erwartet wird messageContainer (Version 3) oder d2LogicalModel (Version 2)."
        raise Refused([Refusal("Wurzelelement", "Das Dokument ist keine DATEX-II-Meldung.", short(name), hint)])
    if root.getroottree().docinfo.internalDTD is not None:
        raise _doctype("Dokument")
    return root


def _creator(root: etree._Element) -> str:
    """Return the publication's creator, who stands for records without a source."""
    for creator in root.iter("{*}publicationCreator"):
        return " ".join(text for part in creator.itertext() if (text := str(part).strip()))
    return "DATEX II"


def _forget(situation: etree._Element) -> None:
    """Free what is read, so that a large publication never stands in memory whole."""
    situation.clear()
    parent = situation.getparent()
    before = situation.getprevious()
    if parent is not None and before is not None and before.tag == situation.tag:
        parent.remove(before)


def read_situation(situation: etree._Element, index: int, creator: str) -> list[tuple[Item, str]]:
    """Read the roadworks of one situation with their places, each with the management records that belong to it."""
    situation_id = situation.get("id", "")
    works, managements = _records(situation, situation_id, creator)
    for kind, management in managements:
        attach_management(management, kind, works)
    for record in works:
        settle(record)
    return [(_item(record, index + number, check), record.place) for number, record in enumerate(works)]


def _records(
    situation: etree._Element, situation_id: str, creator: str
) -> tuple[list[Record], list[tuple[str, etree._Element]]]:
    """Return the roadworks of a situation and its management records; a rerouting alone is a detour's own entry."""
    works: list[Record] = []
    managements: list[tuple[str, etree._Element]] = []
    has_other_cause = False
    for child in situation.iterchildren("{*}situationRecord"):
        kind = record_type(child)
        if kind in ROADWORKS:
            works.append(read_record(child, kind, situation_id, creator))
        elif kind in MANAGEMENT:
            managements.append((kind, child))
        else:
            has_other_cause = True
    if not works and not has_other_cause:
        detours = [child for kind, child in managements if kind == DETOUR]
        works = [read_record(child, DETOUR, situation_id, creator) for child in detours]
        managements = [(kind, child) for kind, child in managements if kind != DETOUR]
    return works, managements


def native_values(situation: etree._Element) -> dict[str, Any] | None:
    """Return what the standard's own elements say of the one roadwork of a situation; None if it cannot be read."""
    situation_id = situation.get("id", "")
    works, managements = _records(situation, situation_id, "")
    for kind, management in managements:
        attach_management(management, kind, works)
    settle(works[0])
    return None if works[0].refusals else works[0].values


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
