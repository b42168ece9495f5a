"""The platform as the simulator sees it: its public HTTP interface, asked patiently."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

TIMEOUT_S = 20.0
LARGEST_ANSWER = 50 * 1024 * 1024


class Away(Exception):
    """The platform does not answer, or answers that it cannot (5xx, 429): try again later."""


class Declined(Exception):
    """The platform refused what was sent (4xx); the message is its own."""


@dataclass(frozen=True, slots=True)
class Platform:
    """Address of the platform and the key with which it is entered."""

    url: str
    key: str = ""

    def get(self, path: str, **query: str | int) -> Any:
        """JSON from an open address."""
        return self._send("GET", f"{path}?{urlencode(query)}" if query else path, None)

    def post(self, path: str, body: Any) -> Any:
        """Send JSON with the key."""
        return self._send("POST", path, json.dumps(body).encode())

    def _send(self, method: str, path: str, body: bytes | None) -> Any:
        headers = {"Accept": "application/json", "User-Agent": "smartcity-simulator"}
        if body is not None:
            headers |= {"Content-Type": "application/json", "Authorization": f"Bearer {self.key}"}
        request = urllib.request.Request(f"{self.url}{path}", body, headers, method=method)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:  # noqa: S310  (the operator's address)
                return json.loads(answer.read(LARGEST_ANSWER))
        except urllib.error.HTTPError as error:
            words = f"{method} {path}: {error.code} {error.read(500).decode(errors='replace')}"
            if error.code >= 500 or error.code == 429:
                raise Away(words) from None
            raise Declined(words) from None
        except (OSError, ValueError) as error:
            raise Away(f"{method} {path}: {error}") from None
