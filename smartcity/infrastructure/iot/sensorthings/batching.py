"""``$batch``: several requests in one, as JSON (OData JSON 4.01, 19) or ``multipart/mixed`` (OData 4.0, 11.7)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from smartcity.infrastructure.iot.keys import Caller
from smartcity.infrastructure.iot.sensorthings.bodies import read_body
from smartcity.infrastructure.iot.sensorthings.faults import Fault, bad
from smartcity.infrastructure.iot.sensorthings.reading import read
from smartcity.infrastructure.iot.sensorthings.writing import write

MOST = 1_000
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_START = re.compile(r"([A-Z]+) (\S+)(?: HTTP/1\.1)?\s*")
_REASONS = {200: "OK", 201: "Created", 204: "No Content"}


@dataclass(slots=True)
class Part:
    """One request; ``group``: those with the same one hold together or not at all."""

    name: str
    method: str
    url: str
    body: str = ""
    kind: str = "application/json"
    group: str = ""


@dataclass(slots=True)
class Done:
    """What became of a request."""

    name: str
    status: int
    location: str = ""
    text: str = ""
    group: str = ""


@dataclass(slots=True)
class _Run:
    caller: Caller
    base: str
    addresses: dict[str, str] = field(default_factory=dict)

    def __call__(self, part: Part) -> Done:
        url = self._resolved(part.url)
        try:
            if part.method == "GET":
                path, _mark, query = url.partition("?")
                return Done(part.name, 200, "", read(path, query, self.caller, self.base)[0], part.group)
            body = self._resolved(part.body)
            status, location, text = write(part.method, url, body.encode(), part.kind, self.caller, self.base)
        except Fault as fault:
            words = json.dumps({"code": fault.status, "message": f"{fault.place}: {fault.rule}"}, ensure_ascii=False)
            return Done(part.name, fault.status, "", words, part.group)
        if part.name and location:
            self.addresses[part.name] = location
        return Done(part.name, status, location, text, part.group)

    def _resolved(self, text: str) -> str:
        """``$name`` stands for what a request of that name made: its address in a path, its number in a body."""
        for name, address in self.addresses.items():
            number = address.rpartition("(")[2].rstrip(")")
            text = text.replace(f'"${name}"', number)
            path, rest = re.match(rf"/?\${re.escape(name)}(?=/|$)", text), address.removeprefix(self.base)
            text = rest + text[path.end() :] if path else text
        for start in (self.base, urlsplit(self.base).path):
            text = text.removeprefix(start)
        return text


def run_batch(request: HttpRequest, caller: Caller, base: str) -> HttpResponse:
    """Do the requests in order; raises Fault for a body that is no batch."""
    run = _Run(caller, base)
    kind = request.headers.get("Content-Type", "")
    if kind.startswith("multipart/mixed"):
        done = [item for group in _grouped(_multipart(kind, request.body)) for item in _together(run, group)]
        return _as_multipart(done)
    parts = _json_parts(read_body(request.body))
    done = [item for group in _grouped(parts) for item in _together(run, group)]
    text = json.dumps({"responses": [_as_json(item) for item in done]}, ensure_ascii=False)
    return HttpResponse(text, content_type="application/json")


def _together(run: _Run, parts: list[Part]) -> list[Done]:
    """Requests of a group: the first that fails takes back the others."""
    if not parts[0].group:
        return [run(part) for part in parts]
    with transaction.atomic():
        done = []
        for part in parts:
            done.append(run(part))
            if done[-1].status >= 400:
                transaction.set_rollback(True)
                return [done[-1]]
    return done


def _grouped(parts: list[Part]) -> Iterator[list[Part]]:
    group: list[Part] = []
    for part in parts:
        if group and (part.group != group[-1].group or not part.group):
            yield group
            group = []
        group.append(part)
    if group:
        yield group


def _json_parts(body: Any) -> list[Part]:
    listed = body.get("requests") if isinstance(body, dict) else None
    if not isinstance(listed, list) or len(listed) > MOST:
        raise bad("requests", f"Erwartet wird eine Liste mit höchstens {MOST} Aufträgen.")
    return [_json_part(item, f"requests[{place}]") for place, item in enumerate(listed)]


def _json_part(item: Any, place: str) -> Part:
    if not isinstance(item, dict):
        raise bad(place, "Erwartet wird ein JSON-Objekt.", str(item)[:60])
    method, url = str(item.get("method", "")).upper(), item.get("url")
    if method not in METHODS:
        raise bad(f"{place}.method", f"Erwartet wird eines von: {', '.join(METHODS)}.", method)
    if not isinstance(url, str) or not url:
        raise bad(f"{place}.url", "Die Adresse fehlt.")
    given = item.get("headers")
    headers = given if isinstance(given, dict) else {}
    kind = next((str(value) for name, value in headers.items() if name.lower() == "content-type"), "application/json")
    body = json.dumps(item["body"]) if item.get("body") is not None else ""
    group = str(item.get("atomicityGroup") or "")
    return Part(str(item.get("id", "")), method, url, body, kind.partition(";")[0].strip(), group)


def _multipart(kind: str, body: bytes) -> list[Part]:
    message = message_from_bytes(b"Content-Type: " + kind.encode("latin-1", "replace") + b"\r\n\r\n" + body)
    if not message.is_multipart():
        raise bad("body", "Die Teile sind nicht lesbar: stimmt boundary?")
    parts = [found for number, part in enumerate(_parts(message)) for found in _read_part(part, f"Teil {number + 1}")]
    if len(parts) > MOST:
        raise bad("body", f"Höchstens {MOST} Aufträge.", len(parts))
    return parts


def _parts(message: Message) -> list[Message]:
    payload = message.get_payload()
    return [part for part in payload if isinstance(part, Message)] if isinstance(payload, list) else []


def _read_part(part: Message, place: str) -> Iterator[Part]:
    if part.is_multipart():
        group = uuid4().hex
        for number, inner in enumerate(_parts(part)):
            for found in _read_part(inner, f"{place}.{number + 1}"):
                found.group = group
                yield found
        return
    payload = part.get_payload(decode=True)
    head, _gap, body = (payload if isinstance(payload, bytes) else b"").replace(b"\r\n", b"\n").partition(b"\n\n")
    start, *headers = head.decode("utf-8", "replace").strip().splitlines() or [""]
    order = _START.fullmatch(start)
    if order is None or order[1] not in METHODS:
        raise bad(place, "Erwartet wird ein Auftrag wie „POST Things“.", start[:60])
    kinds = [line.partition(":")[2].strip() for line in headers if line.lower().startswith("content-type:")]
    kind = (kinds or ["application/json"])[0].partition(";")[0]
    yield Part(part.get("Content-ID", ""), order[1], order[2], body.decode("utf-8", "replace").strip(), kind)


def _as_json(item: Done) -> dict[str, Any]:
    answer: dict[str, Any] = {"id": item.name, "status": item.status}
    if item.group:
        answer["atomicityGroup"] = item.group
    if item.location:
        answer["headers"] = {"location": item.location}
    if item.text:
        answer["body"] = json.loads(item.text) if item.text[0] in '{["' else item.text
    return answer


def _as_multipart(done: list[Done]) -> HttpResponse:
    boundary = f"batch_{uuid4().hex}"
    texts = []
    for item in done:
        lines = [f"--{boundary}", "Content-Type: application/http"]
        lines += [f"Content-ID: {item.name}"] if item.name else []
        lines += ["", f"HTTP/1.1 {item.status} {_REASONS.get(item.status, 'Error')}"]
        lines += [f"Location: {item.location}"] if item.location else []
        texts.append("\r\n".join([*lines, "Content-Type: application/json", "", item.text]))
    texts.append(f"--{boundary}--\r\n")
    return HttpResponse("\r\n".join(texts), content_type=f"multipart/mixed; boundary={boundary}")
