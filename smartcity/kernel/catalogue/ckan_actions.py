"""CKAN's actions (API v3): each takes the request's parameters and gives the result's JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
from django.db.models import QuerySet
from django.http import Http404

from smartcity.kernel.catalogue import ckan
from smartcity.kernel.catalogue.ckan_search import MOST_ROWS, Search, facet, found
from smartcity.kernel.catalogue.declaration import Theme
from smartcity.kernel.catalogue.models import Entry
from smartcity.kernel.catalogue.selectors import city_name, full, theme_title
from smartcity.kernel.refusal import Refusal, Refused

Parameters = dict[str, Any]


def run(name: str, given: Parameters) -> bytes:
    """The result of an action. Raises Http404 for what does not exist, Refused for parameters that cannot be read."""
    if name not in ACTIONS:
        raise Http404(name)
    result = ACTIONS[name](given)
    return result if isinstance(result, bytes) else orjson.dumps(result)


def _entries() -> QuerySet[Entry]:
    return Entry.objects.filter(withdrawn_at=None)


def _number(given: Parameters, name: str, usual: int, most: int = MOST_ROWS) -> int:
    text = str(given.get(name) or usual)
    if not text.isdecimal() or len(text) > 9:
        raise Refused([Refusal(name, "Must be a natural number", text[:60])])
    return min(int(text), most)


def package_search(given: Parameters) -> bytes:
    """Packages are joined as they are stored: parsing a thousand of them would take longer than finding them."""
    rows, start = _number(given, "rows", 10), _number(given, "start", 0, 10**9)
    search = Search(str(given.get("q", ""))[:1000], str(given.get("fq", ""))[:1000], str(given.get("sort", ""))[:200])
    query = found(search)
    packages = ",".join(query.values_list("package", flat=True)[start : start + rows]) if rows else ""
    fields = given.get("facet.field") or []
    names = orjson.loads(fields) if isinstance(fields, str) else fields
    facets = {str(name): facet(query, str(name), _number(given, "facet.limit", 50)) for name in names}
    rest = {"count": query.count(), "sort": search.sort, "facets": facets, "search_facets": _facet_items(facets)}
    return orjson.dumps(rest)[:-1] + b',"results":[' + packages.encode() + b"]}"


def _facet_items(facets: dict[str, dict[str, int]]) -> dict[str, Any]:
    return {
        name: {
            "title": name,
            "items": [{"name": key, "display_name": key, "count": count} for key, count in values.items()],
        }
        for name, values in facets.items()
    }


def package_list(given: Parameters) -> list[str]:
    """Names of all packages."""
    start = _number(given, "offset", 0, 10**9)
    names = _entries().order_by("slug").values_list("slug", flat=True)[start:]
    return list(names[: _number(given, "limit", 10**6, 10**6)])


def package_show(given: Parameters) -> bytes:
    """One package by name or id."""
    wanted = str(given.get("id", ""))
    query = _entries().filter(slug=wanted) | _entries().filter(identifier=wanted)
    package = query.values_list("package", flat=True).first()
    if package is None:
        raise Http404(wanted)
    return package.encode()


def resource_show(given: Parameters) -> dict[str, Any]:
    """One resource by id."""
    wanted = str(given.get("id", ""))
    for package in _entries().filter(resource_ids__contains=[wanted]).values_list("package", flat=True):
        for resource in orjson.loads(package)["resources"]:
            if resource["id"] == wanted:
                return dict(resource)
    raise Http404(wanted)


def tag_list(given: Parameters) -> list[str]:
    """All keywords."""
    return sorted(facet(_entries(), "tags", -1))


def _organizations() -> list[dict[str, Any]]:
    counts = facet(_entries(), "organization", -1)
    titles = dict(_entries().order_by().values_list("publisher_key", "publisher").distinct())
    return [ckan.organization_of(key, titles[key]) | {"package_count": counts[key]} for key in sorted(counts)]


def _groups() -> list[dict[str, Any]]:
    counts = facet(_entries(), "groups", -1)
    return [ckan.group_of(key, theme_title(Theme(key))) | {"package_count": counts[key]} for key in sorted(counts)]


def _listed(items: list[dict[str, Any]], given: Parameters) -> list[Any]:
    whole = str(given.get("all_fields", "")).lower() in {"true", "1"}
    return items if whole else [item["name"] for item in items]


def _one(items: list[dict[str, Any]], given: Parameters) -> dict[str, Any]:
    wanted = str(given.get("id", ""))
    for item in items:
        if wanted in {item["name"], item["id"]}:
            return item
    raise Http404(wanted)


def status_show(given: Parameters) -> dict[str, Any]:
    """Which version of CKAN's interface this speaks, and for whom."""
    return {"ckan_version": "2.11.0", "site_url": full("/").rstrip("/"), "site_title": city_name(), "extensions": []}


def license_list(given: Parameters) -> list[dict[str, Any]]:
    """The licences in use."""
    return [{"id": key, "title": key} for key in sorted(facet(_entries(), "license_id", -1))]


ACTIONS: dict[str, Callable[[Parameters], Any]] = {
    "package_search": package_search,
    "package_list": package_list,
    "package_show": package_show,
    "resource_show": resource_show,
    "tag_list": tag_list,
    "organization_list": lambda given: _listed(_organizations(), given),
    "organization_show": lambda given: _one(_organizations(), given),
    "group_list": lambda given: _listed(_groups(), given),
    "group_show": lambda given: _one(_groups(), given),
    "license_list": license_list,
    "status_show": status_show,
}
