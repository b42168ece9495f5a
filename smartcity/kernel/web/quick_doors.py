"""Quick doors: requests that a room answers in the event loop, without a thread and without Django's middleware.

A room declares ``DOORS`` in its ``doors.py``. They are for programs that show a key with every request: no session, no
CSRF, no language. A door that has no answer (``None``) leaves the request to its view, which must do the same.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from smartcity.kernel.manifest import discover

Answer = Callable[[HttpRequest, "re.Match[str]"], Awaitable[HttpResponse | None]]


@dataclass(frozen=True, slots=True)
class Door:
    """method: of the request; path: that the whole address must match; answer: of the request and the match."""

    method: str
    path: re.Pattern[str]
    answer: Answer


def doors() -> Sequence[Door]:
    """Every room's doors."""
    return [door for _config, declared in discover("doors", "DOORS") for door in declared]


def door_for(known: Sequence[Door], method: str, path: str) -> tuple[Door, re.Match[str]] | None:
    """The door that answers a request, and how its path matches."""
    for door in known:
        if door.method == method and (match := door.path.fullmatch(path)):
            return door, match
    return None


def dressed(response: HttpResponse) -> HttpResponse:
    """The headers that the middleware would have set and that mean something to a program."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
    response["Referrer-Policy"] = "same-origin"
    return response
