"""Addresses work with and without a slash at the end: Django adds a missing one, this takes a surplus one away."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import is_valid_path
from django.utils.http import escape_leading_slashes


class TrailingSlashMiddleware:
    """Redirect ``/projekte/`` to ``/projekte`` where only the latter exists; reading requests alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        if request.method in ("GET", "HEAD") and len(path) > 1 and path.endswith("/"):
            shorter = path.rstrip("/")
            if not is_valid_path(path) and is_valid_path(shorter):
                query = request.META.get("QUERY_STRING", "")
                target = escape_leading_slashes(request.path.rstrip("/"))
                return HttpResponsePermanentRedirect(f"{target}?{query}" if query else target)
        return self.get_response(request)
