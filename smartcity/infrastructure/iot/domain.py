"""Rules of the registry: identifiers, streams of a kind, secrets. Free of Django."""

from __future__ import annotations

import base64
import hashlib
import hmac
import math
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from smartcity.kernel.refusal import Refusal, Refused

EUI = re.compile(r"[0-9a-f]{16}")
STREAM = re.compile(r"[a-z][a-z0-9_]{0,39}")
RESULT_TYPES = ("number", "boolean", "category", "json")
_TEXTS = {"title": 100, "unit": 40, "unit_name": 100, "definition": 500}
_NUMBERS = ("lowest", "highest", "interval")
# a secret has 256 random bits, which no guessing finds: the hash need not be slow when 10,000 devices come back at once
ITERATIONS, SALT_BYTES, SECRET_BYTES = 101, 12, 32


@dataclass(frozen=True, slots=True)
class StreamSpec:
    """One stream of a kind of device: what it measures, in which unit, within which physical range."""

    name: str
    title: str
    type: str = "number"
    unit: str = ""
    unit_name: str = ""
    definition: str = ""
    lowest: float | None = None
    highest: float | None = None
    interval: float | None = None


def normal_eui(text: str) -> str:
    """An EUI-64 in lower case without separators; raises Refused for anything else."""
    found = re.sub(r"[\s:.-]", "", text).lower()
    if not EUI.fullmatch(found):
        raise Refused([Refusal("eui", "Eine EUI hat 16 hexadezimale Ziffern.", text[:40], "70b3d57ed0000001")])
    return found


def read_streams(given: Any) -> list[StreamSpec]:
    """The streams of a kind from JSON; raises Refused with every fault and its place."""
    if not isinstance(given, list) or not given:
        raise Refused([Refusal("streams", "Erwartet wird eine Liste mit mindestens einem Strom.")])
    faults = [fault for place, item in enumerate(given) for fault in _stream_faults(f"streams[{place}]", item)]
    if faults:
        raise Refused(faults)
    names = [item["name"] for item in given]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise Refused([Refusal("streams", "Jeder Name darf nur einmal vorkommen.", ", ".join(twice))])
    return [StreamSpec(**item) for item in given]


def _stream_faults(place: str, item: Any) -> Iterator[Refusal]:
    if not isinstance(item, dict):
        yield Refusal(place, "Erwartet wird ein Objekt.", str(item)[:60])
        return
    for name in sorted(set(item) - set(StreamSpec.__slots__)):
        yield Refusal(f"{place}.{name}", "Dieses Feld gibt es nicht.")
    if not isinstance(item.get("name"), str) or not STREAM.fullmatch(item["name"]):
        yield Refusal(f"{place}.name", "Erwartet werden Kleinbuchstaben, Ziffern und _.", str(item.get("name"))[:60])
    if not item.get("title"):
        yield Refusal(f"{place}.title", "Der Titel fehlt.")
    if item.get("type", "number") not in RESULT_TYPES:
        yield Refusal(f"{place}.type", f"Erwartet wird eines von: {', '.join(RESULT_TYPES)}.", str(item["type"])[:60])
    for name, longest in _TEXTS.items():
        if not isinstance(item.get(name, ""), str) or len(item.get(name, "")) > longest:
            yield Refusal(f"{place}.{name}", f"Erwartet wird ein Text mit höchstens {longest} Zeichen.")
    for name in _NUMBERS:
        if item.get(name) is not None and not _is_finite(item[name]):
            yield Refusal(f"{place}.{name}", "Erwartet wird eine Zahl.", str(item[name])[:60])
        elif name == "interval" and item.get(name) is not None and item[name] <= 0:
            yield Refusal(f"{place}.{name}", "Der Abstand ist größer als 0.", str(item[name]))
    low, high = item.get("lowest"), item.get("highest")
    if low is not None and high is not None and _is_finite(low) and _is_finite(high) and low > high:
        yield Refusal(f"{place}.lowest", "Der kleinste Wert liegt über dem größten.", str(low))


def _is_finite(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def new_secret() -> str:
    """A secret of 256 random bits, in letters that any device can hold."""
    return secrets.token_urlsafe(SECRET_BYTES)


def secret_hash(secret: str, salt: bytes | None = None) -> str:
    """What is stored of a secret, in Mosquitto's own form (PBKDF2-HMAC-SHA512)."""
    salt = salt or secrets.token_bytes(SALT_BYTES)
    digest = hashlib.pbkdf2_hmac("sha512", secret.encode(), salt, ITERATIONS)
    return f"$7${ITERATIONS}${base64.b64encode(salt).decode()}${base64.b64encode(digest).decode()}"


def secret_fits(secret: str, stored: str) -> bool:
    """Whether the secret is the one of which the hash is stored."""
    salt = base64.b64decode(stored.split("$")[3])
    return hmac.compare_digest(secret_hash(secret, salt), stored)
