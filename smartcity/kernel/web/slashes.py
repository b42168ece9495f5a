"""Addresses work with and without a slash at the end: Django adds a missing one, this takes a surplus one away."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import is_valid_path
from django.utils.http import escape_leading_slashes

Answer = HttpResponseBase | Awaitable[HttpResponseBase]


class TrailingSlashMiddleware:
    """Redirect ``/projekte/`` to ``/projekte`` where only the latter exists; reading requests alone.

    Works in both worlds, so that event streams are not moved to a thread.
    """

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Answer]) -> None:
        self.get_response = get_response
        self._asynchronous = iscoroutinefunction(get_response)
        if self._asynchronous:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Answer:
        """Answer the request, or redirect."""
        if self._asynchronous:
            return self._answer_later(request)
        return _redirect(request) or self.get_response(request)

    async def _answer_later(self, request: HttpRequest) -> HttpResponseBase:
        return _redirect(request) or await self.get_response(request)  # type: ignore[misc]


def _redirect(request: HttpRequest) -> HttpResponseBase | None:
    path = request.path_info
    if request.method not in {"GET", "HEAD"} or len(path) < 2 or not path.endswith("/"):
        return None
    shorter = path.rstrip("/")
    if is_valid_path(path) or not is_valid_path(shorter):
        return None
    query = request.META.get("QUERY_STRING", "")
    target = escape_leading_slashes(request.path.rstrip("/"))
    return HttpResponsePermanentRedirect(f"{target}?{query}" if query else target)
