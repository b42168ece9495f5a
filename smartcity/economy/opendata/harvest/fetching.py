"""Documents from a file or over HTTP, with limits: size, time, redirects, and whom one may ask."""

from __future__ import annotations

import ipaddress
import socket
import time
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from smartcity.economy.opendata.harvest.refusing import refused

MOST_BYTES = 200_000_000
MOST_SECONDS = 120.0
SECONDS_OF_SILENCE = 20.0
MOST_REDIRECTS = 5
CHUNK = 1 << 16
ACCEPT = "text/turtle, application/rdf+xml, application/ld+json;q=0.9, application/json;q=0.8, */*;q=0.1"


@dataclass(frozen=True, slots=True)
class Document:
    """What a source said: its address, the body, the media type without parameters (empty for a file)."""

    address: str
    body: bytes
    media_type: str = ""


def fetch(source: str, *, private: bool = False) -> Document:
    """The document behind an http(s) address or a file's path.

    private: also ask machines of the own network, which a stranger's link must not reach. Raises Refused for what is
    missing, too large, too slow, cut off, redirected for ever, or not to be asked.
    """
    if source.startswith(("http://", "https://")):
        return _over_http(source, private)
    path = Path(source)
    if not path.is_file():
        raise refused("Quelle", "Weder eine Datei noch eine http-Adresse.", source)
    if path.stat().st_size > MOST_BYTES:
        raise refused("Quelle", f"Größer als {MOST_BYTES // 1_000_000} MB.", source)
    return Document(source, path.read_bytes())


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows few redirects, each to an address that may be asked."""

    def __init__(self, private: bool) -> None:
        self.private, self.followed = private, 0

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        self.followed += 1
        if self.followed > MOST_REDIRECTS:
            raise refused("Quelle", f"Mehr als {MOST_REDIRECTS} Weiterleitungen.", newurl)
        _allow(newurl, self.private)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _over_http(source: str, private: bool) -> Document:
    _allow(source, private)
    # without a proxy handler and without file:, ftp: and data:
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _Redirects(private),
    ):
        opener.add_handler(handler)
    request = urllib.request.Request(source, headers={"Accept": ACCEPT, "User-Agent": "smartcity-harvester"})  # noqa: S310
    try:
        with opener.open(request, timeout=SECONDS_OF_SILENCE) as answer:
            body = _body(answer, source)
            expected = answer.headers.get("Content-Length", "")
            if expected.isdecimal() and len(body) < int(expected):
                raise refused("Quelle", "Die Antwort brach ab.", f"{len(body)} von {expected} Bytes von {source}")
            return Document(answer.geturl(), body, answer.headers.get_content_type())
    except HTTPError as error:
        raise refused("Quelle", f"Die Quelle antwortet mit {error.code}.", source) from error
    except (URLError, HTTPException, OSError) as error:
        raise refused("Quelle", "Die Quelle antwortet nicht.", f"{source}: {error}") from error


def _body(answer: IO[bytes], source: str) -> bytes:
    until, parts, size = time.monotonic() + MOST_SECONDS, [], 0
    while chunk := answer.read(CHUNK):
        size += len(chunk)
        if size > MOST_BYTES:
            raise refused("Quelle", f"Größer als {MOST_BYTES // 1_000_000} MB.", source)
        if time.monotonic() > until:
            raise refused("Quelle", f"Langsamer als {MOST_SECONDS:.0f} Sekunden.", source)
        parts.append(chunk)
    return b"".join(parts)


def _allow(address: str, private: bool) -> None:
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise refused("Quelle", "Keine http-Adresse.", address)
    if private:
        return
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 0, type=socket.SOCK_STREAM)
    except OSError as error:
        raise refused("Quelle", "Diesen Rechner gibt es nicht.", parts.hostname) from error
    for *_rest, place in found:
        if not ipaddress.ip_address(str(place[0]).split("%")[0]).is_global:
            raise refused("Quelle", "Eine Adresse des eigenen Netzes.", address, "Mit --private ist sie erlaubt.")
