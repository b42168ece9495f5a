"""CKAN's search parameters as a query: ``q``, ``fq`` (Solr's simple form), ``sort``, facets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Count, F, Func, Q, QuerySet

from smartcity.kernel.catalogue.models import Entry
from smartcity.kernel.refusal import Refusal, Refused

FIELDS = {
    "tags": "keywords__contains",
    "groups": "themes__contains",
    "res_format": "formats__contains",
    "organization": "publisher_key",
    "license_id": "licence",
    "name": "slug",
    "title": "title__icontains",
}
FACETS = {"tags": "keywords", "groups": "themes", "res_format": "formats"}
FACETS_OF_ONE = {"organization": "publisher_key", "license_id": "licence"}
SORTS = {"metadata_modified": "changed_at", "name": "slug", "title": "title", "title_string": "title"}
MOST_ROWS = 1000
_TERM = re.compile(r"\s*(?:AND\s+)?([+-]?)(\w+):(\"[^\"]*\"|\([^)]*\)|\S+)")


@dataclass(frozen=True, slots=True)
class Search:
    """One question: text, filter, order."""

    q: str = ""
    fq: str = ""
    sort: str = ""


def found(search: Search) -> QuerySet[Entry]:
    """The entries that fit, in order. Raises Refused for a filter or order that cannot be read."""
    query = filtered(Entry.objects.filter(withdrawn_at=None), search.fq)
    text = search.q.strip().replace("\x00", "")
    if _TERM.fullmatch(text):
        return filtered(query, "" if text == "*:*" else text).order_by(*_order(search.sort, "-changed_at"))
    if not text or text == "*:*":
        return query.order_by(*_order(search.sort, "-changed_at"))
    german = SearchQuery(text, config="german", search_type="websearch")
    words = german | SearchQuery(text, config="english", search_type="websearch")
    exact = query.filter(search=words).annotate(score=SearchRank(F("search"), words))
    if exact.exists():
        return exact.order_by(*_order(search.sort, "-score"))
    return query.filter(title__trigram_word_similar=text).order_by(*_order(search.sort, "title"))


def filtered(query: QuerySet[Entry], fq: str) -> QuerySet[Entry]:
    """Entries narrowed by ``fq``: ``tags:Verkehr``, ``-res_format:CSV``, ``groups:(tran OR envi)``."""
    place, fq = 0, fq.strip()
    while place < len(fq):
        term = _TERM.match(fq, place)
        if term is None or (term[2] not in FIELDS and term[2] not in _CONSTANT):
            raise Refused([Refusal("fq", "Search Query is invalid", fq[place : place + 60], f"{', '.join(FIELDS)}")])
        place = term.end()
        if term[2] not in _CONSTANT:
            condition = _condition(term[2], term[3])
            query = query.exclude(condition) if term[1] == "-" else query.filter(condition)
    return query


# what every entry of this catalogue is: CKAN's clients filter by it
_CONSTANT = frozenset({"state", "type", "dataset_type", "capacity", "private"})


def _condition(name: str, value: str) -> Q:
    values = [value.strip('"')] if not value.startswith("(") else re.split(r"\s+OR\s+", value[1:-1])
    condition = Q()
    for item in values:
        word = item.strip().strip('"')
        word = word.upper() if name in {"groups", "res_format"} else word
        condition |= Q(**{FIELDS[name]: [word] if FIELDS[name].endswith("__contains") else word})
    return condition


def _order(sort: str, usual: str) -> list[str]:
    order = []
    for part in filter(None, (item.strip() for item in sort.split(","))):
        name, _, way = part.partition(" ")
        if name in {"score", "relevance"}:
            continue
        if name not in SORTS or way.strip().lower() not in {"", "asc", "desc"}:
            raise Refused([Refusal("sort", "Cannot sort by field", part[:60], ", ".join(SORTS))])
        order.append(f"{'-' if way.strip().lower() == 'desc' else ''}{SORTS[name]}")
    return [*(order or [usual]), "slug"]


def facet(query: QuerySet[Entry], name: str, limit: int) -> dict[str, int]:
    """Values of a facet with their numbers, the most frequent first; nothing for a name that is no facet."""
    column: Any = FACETS_OF_ONE.get(name) or (Func(F(FACETS[name]), function="unnest") if name in FACETS else None)
    if column is None:
        return {}
    value = F(column) if isinstance(column, str) else column
    counted = query.order_by().annotate(value=value).values("value").annotate(number=Count("pk"))
    rows = counted.order_by("-number", "value")
    return {row["value"]: row["number"] for row in (rows[:limit] if limit >= 0 else rows) if row["value"]}
