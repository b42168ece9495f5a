"""Search over everything the systems contribute."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from smartcity.kernel.manifest import discover
from smartcity.kernel.web.contributions import SearchHit, SearchProvider, Text
from smartcity.kernel.web.menus import menu_for

LIMIT = 20
SHORTEST, LONGEST = 2, 200
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Found:
    """Hits of one kind."""

    kind: Text
    hits: Sequence[SearchHit]


def clean(query: str) -> str:
    """The query without surplus spaces, cut to what providers take."""
    return " ".join(query.replace("\x00", "").split())[:LONGEST]


def services(query: str, *, request: HttpRequest, limit: int) -> list[SearchHit]:
    """Menu entries whose title or summary contains every word of the query."""
    words = query.casefold().split()
    hits = []
    for group in menu_for(request).services:
        for link in group.links:
            text = f"{link.title} {link.summary}".casefold()
            if all(word in text for word in words):
                rank = 2.0 if words[0] in str(link.title).casefold() else 1.0
                hits.append(SearchHit(link.title, link.address, group.title, link.summary, rank, link.icon))
    return hits[:limit]


def find(query: str, request: HttpRequest) -> list[Found]:
    """Hits by kind, the kind with the best hit first. A provider that fails is logged and left out."""
    if len(query) < SHORTEST:
        return []
    providers: list[SearchProvider] = [services, *(search for _config, search in discover("search", "SEARCH"))]
    by_kind: dict[str, list[SearchHit]] = {}
    for provider in providers:
        try:
            hits = provider(query, request=request, limit=LIMIT)
        except Exception:
            log.exception("search provider %s failed", getattr(provider, "__module__", provider))
            continue
        for hit in hits:
            by_kind.setdefault(str(hit.kind), []).append(hit)
    found = [Found(kind, sorted(hits, key=lambda hit: -hit.rank)) for kind, hits in by_kind.items()]
    return sorted(found, key=lambda group: -group.hits[0].rank)
