"""Every route of the URLconf, and the rows that the rooms declare for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter, UUIDConverter
from django.urls.resolvers import RoutePattern

from tests.access.matrix import Row

KERNEL_ROWS = "tests.access.kernel_rows"


@dataclass(slots=True)
class Route:
    """One address pattern ("/baustellen/<slug>/"), its URL names, and the converters of its arguments."""

    pattern: str
    names: set[str] = field(default_factory=set)
    converters: dict[str, Any] = field(default_factory=dict)

    @property
    def keys(self) -> set[str]:
        """Names under which a row may stand for this route."""
        return self.names | {self.pattern}

    def missing(self, name: str, value: Any) -> Any:
        """An argument behind which there is nothing, fit for the converter."""
        converter = self.converters.get(name)
        if isinstance(converter, UUIDConverter):
            return "00000000-0000-4000-8000-000000000000"
        if isinstance(converter, IntConverter) or isinstance(value, int):
            return 2_000_000_000
        return "gibt-es-nicht"

    def address(self, arguments: dict[str, Any]) -> str:
        """The address for these arguments. Raises KeyError for one that is missing."""
        return re.sub(r"<([^>]+)>", lambda match: str(arguments[match.group(1)]), self.pattern)


def all_routes(resolver: URLResolver | None = None) -> list[Route]:
    """The URLconf's routes by pattern; names that share a pattern are one route."""
    found: dict[str, Route] = {}
    for pattern, name, converters in _walk(resolver or get_resolver(), "/", "", {}):
        route = found.setdefault(pattern, Route(pattern))
        route.converters |= converters
        if name:
            route.names.add(name)
    return sorted(found.values(), key=lambda route: route.pattern)


def declared_rows() -> list[Row]:
    """Rows of every room's tests/access.py, and those of the platform's own doors."""
    modules = [KERNEL_ROWS]
    for config in apps.get_app_configs():
        name = f"{config.name}.tests.access"
        if config.name.startswith("smartcity.") and _exists(name):
            modules.append(name)
    return [row for module in modules for row in import_module(module).ROWS]


def match(routes: list[Route], rows: list[Row]) -> tuple[dict[str, Row], list[str], list[str]]:
    """(row by route pattern, patterns without a row, rows without a route or declared twice)."""
    by_key = {row.name: row for row in rows}
    twice = [row.name for row in rows if by_key[row.name] is not row]
    found, unlisted = {}, []
    for route in routes:
        keys = sorted(route.keys & set(by_key))
        if not keys:
            unlisted.append(route.pattern)
            continue
        found[route.pattern] = by_key[keys[0]]
        twice += [f"{key} (its address has the row {keys[0]})" for key in keys[1:]]
    used = {key for route in routes for key in route.keys}
    return found, unlisted, twice + sorted(set(by_key) - used)


def _walk(
    resolver: URLResolver, prefix: str, namespace: str, converters: dict[str, Any]
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for entry in resolver.url_patterns:
        path = prefix + _readable(entry.pattern)
        known = {**converters, **getattr(entry.pattern, "converters", {})}
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, path, inner, known)
        elif isinstance(entry, URLPattern):
            yield path, f"{namespace}{entry.name}" if entry.name else "", known


def _readable(pattern: Any) -> str:
    """A pattern with arguments as ``<name>``, without converters and regular expressions."""
    if isinstance(pattern, RoutePattern):
        return re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"<\1>", str(pattern))
    text = str(pattern).removeprefix("^").removesuffix("$").replace(r"\.", ".").removesuffix(r"\Z")
    return re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", text)


def _exists(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False
