"""Which reader a file needs, told from its content unless somebody says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum

from smartcity.mobility.roadworks.formats import autobahn, csv_table, datex2, wzdx
from smartcity.mobility.roadworks.formats.item import Item


class Format(StrEnum):
    """Formats that the register reads."""

    WZDX = "wzdx"
    DATEX2 = "datex2"
    AUTOBAHN = "autobahn"
    CSV = "csv"


_JSON_START = (b"{", b"[")


def detect(document: bytes) -> Format:
    """The format by the first characters: XML is DATEX II, JSON with features WZDx, other JSON the Autobahn API's."""
    # UTF-16 is ASCII with zeros between
    start = document[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if start.startswith(b"<"):
        return Format.DATEX2
    if start.startswith(_JSON_START):
        return Format.AUTOBAHN if b'"roadworks"' in document[:4096] else Format.WZDX
    return Format.CSV


def read(document: bytes, kind: Format | None = None, mapping: Mapping[str, str] | None = None) -> Iterator[Item]:
    """Items of a document; `mapping` (field to column) serves CSV alone. Raises Refused for an unreadable one."""
    found = kind or detect(document)
    if found is Format.CSV:
        return csv_table.read(document, mapping)
    plain: dict[Format, Callable[[bytes], Iterator[Item]]] = {
        Format.WZDX: wzdx.read,
        Format.DATEX2: datex2.read,
        Format.AUTOBAHN: autobahn.read,
    }
    return plain[found](document)
