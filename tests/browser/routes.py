"""Which pages there are: the list comes from the URLconf, so that a new page is covered without being named."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

# machines' doors and what other projects draw
NOT_PAGES = ("admin/", "api/v1/openapi", "ogc", "static/", "live/", "health/", "metrics", ".well-known/")


def _walk(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        else:
            yield route


def plain_paths() -> list[str]:
    """Paths of all routes without arguments, sorted."""
    found = {route.replace("^", "").replace("$", "").replace("\\Z", "") for route in _walk(get_resolver().url_patterns)}
    wanted = (route for route in found if "<" not in route and "(" not in route and not route.startswith(NOT_PAGES))
    return sorted(f"/{route}" for route in wanted)


def route_of(address: str, base: str) -> str:
    """The route behind a link of this site that takes arguments; empty for every other link."""
    parts = urlsplit(address)
    if parts.netloc and parts.netloc != urlsplit(base).netloc:
        return ""
    try:
        match = resolve(parts.path)
    except Resolver404:
        return ""
    has_arguments = bool(match.args or match.kwargs)
    return match.route if has_arguments and not match.route.startswith(NOT_PAGES) else ""
