"""SenML in JSON (RFC 8428): packs of records, resolved to readings. Free of Django.

A record's name is the key of a datastream (``<eui>.<stream>``), or names a device as RFC 9039 does
(``urn:dev:mac:<eui>_<stream>``); ``:`` and ``/`` may stand between the two as well.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from smartcity.kernel.telemetry.domain import Reading, Unsound

MOST = 100_000
VERSION = 10
# RFC 8428, 4.5.3: smaller times count from now
RELATIVE = 2**28
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9\-:./_]*")
_DEVICE = re.compile(r"(?:urn:dev:mac:)?([0-9A-Fa-f]{16})[._:/]([a-z][a-z0-9_]{0,39})")
_KNOWN = frozenset({"bn", "bt", "bu", "bv", "bs", "bver", "n", "u", "v", "vs", "vb", "vd", "s", "t", "ut"})
_VALUES = ("v", "vs", "vb", "vd")


@dataclass(slots=True)
class _Base:
    """What the records after it take over."""

    name: str = ""
    time: float = 0.0
    value: float = 0.0


def read(pack: Any, now: datetime) -> list[Reading | Unsound]:
    """The readings of a pack, in order; a record that is wrong is its fault instead. Raises Unsound for no pack."""
    if not isinstance(pack, list) or not pack:
        raise Unsound("pack", "Erwartet wird eine Liste von Einträgen (RFC 8428).", str(pack)[:60])
    if len(pack) > MOST:
        raise Unsound("pack", f"Höchstens {MOST} Einträge.", len(pack))
    return list(_resolved(pack, now))


def _resolved(pack: list[Any], now: datetime) -> Iterator[Reading | Unsound]:
    base = _Base()
    for place, record in enumerate(pack):
        at = f"[{place}]"
        try:
            reading = _record(record, base, at, now)
        except Unsound as unsound:
            yield unsound
        else:
            if reading is not None:
                yield reading


def _record(record: Any, base: _Base, at: str, now: datetime) -> Reading | None:
    if not isinstance(record, dict):
        raise Unsound(at, "Erwartet wird ein JSON-Objekt.", str(record)[:60])
    for name in record:
        # RFC 8428, 4.4: a name that ends so must be understood
        if name not in _KNOWN and name.endswith("_"):
            raise Unsound(f"{at}.{name}", "Dieses Feld muss verstanden werden und ist unbekannt.", name)
    if record.get("bver", VERSION) != VERSION:
        raise Unsound(f"{at}.bver", f"Nur Version {VERSION} ist lesbar.", record["bver"])
    _take_base(record, base, at)
    values = [name for name in _VALUES if name in record]
    if not values:
        return None
    if len(values) > 1:
        raise Unsound(at, "Ein Eintrag hat einen Wert.", ", ".join(values))
    moment = _moment(base.time + _number(record, "t", at), at, now)
    return Reading(_stream(base.name + _text(record, "n", at), at), moment, _result(record, values[0], base, at))


def _take_base(record: dict[str, Any], base: _Base, at: str) -> None:
    if "bn" in record:
        base.name = _text(record, "bn", at)
    if "bt" in record:
        base.time = _number(record, "bt", at)
    if "bv" in record:
        base.value = _number(record, "bv", at)


def _result(record: dict[str, Any], name: str, base: _Base, at: str) -> Any:
    if name == "v":
        return base.value + _number(record, "v", at)
    wanted = bool if name == "vb" else str
    if not isinstance(record[name], wanted):
        raise Unsound(f"{at}.{name}", "Der Wert hat die falsche Art.", record[name])
    return record[name]


def _stream(name: str, at: str) -> str:
    if not _NAME.fullmatch(name):
        raise Unsound(f"{at}.n", "Der Name fehlt oder hat unerlaubte Zeichen.", name)
    device = _DEVICE.fullmatch(name)
    return f"{device[1].lower()}.{device[2]}" if device else name


def _moment(seconds: float, at: str, now: datetime) -> datetime:
    try:
        return now + timedelta(seconds=seconds) if seconds < RELATIVE else _EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        raise Unsound(f"{at}.t", "Diese Zeit gibt es nicht.", seconds) from None


def _number(record: dict[str, Any], name: str, at: str) -> float:
    value = record.get(name, 0)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise Unsound(f"{at}.{name}", "Erwartet wird eine Zahl.", value)
    return float(value)


def _text(record: dict[str, Any], name: str, at: str) -> str:
    value = record.get(name, "")
    if not isinstance(value, str):
        raise Unsound(f"{at}.{name}", "Erwartet wird ein Text.", value)
    return value
