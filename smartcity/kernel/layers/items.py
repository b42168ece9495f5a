"""Pages of features as GeoJSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from smartcity.kernel.layers.counts import Number, known_numbers, number_of
from smartcity.kernel.layers.declaration import Layer
from smartcity.kernel.layers.parameters import MOST_OFFSET, Page, Selection
from smartcity.kernel.layers.query import behind, identifier, ordered, public_rows, selected
from smartcity.kernel.layers.rowtext import Statement, Texts, feature_json, run, statement


@dataclass(frozen=True, slots=True)
class Ask:
    """A compiled request for a page of a layer."""

    layer: Layer
    wanted: Selection
    page: Page
    statement: Statement | None


def ask(layer: Layer, wanted: Selection, page: Page) -> Ask:
    """Compile the query of a page; raises Refused for a filter that cannot be."""
    rows = selected(layer, wanted)
    if page.after:
        rows = behind(rows, layer, page.after)
    rows = _cut(rows, layer, page)
    properties = layer.properties if page.properties is None else page.properties
    text = feature_json(layer, page.crs, properties, geometry=page.geometry)
    compiled = statement(rows, text, layer.id_field)
    return Ask(layer, wanted, page, compiled)


def _cut(rows: QuerySet[Any], layer: Layer, page: Page) -> QuerySet[Any]:
    part = ordered(rows, layer, page)[page.offset : page.offset + page.limit + 1]
    if not page.offset:
        return part
    # PostgreSQL would write the text of every row that it then skips; so it first finds the rows, then writes
    return ordered(public_rows(layer).filter(pk__in=part.values("pk")), layer, page)


def matched(wanted: Ask, texts: Texts, key: str = "") -> Number:
    """How many features the selection has in all, without counting where the page itself tells.

    key: names selection and state of the data, so that the next page need not count again.
    """
    if not texts.more and not wanted.page.after and (texts.found or not wanted.page.offset):
        return Number(wanted.page.offset + len(texts.found))
    return known_numbers.get(key, lambda: number_of(selected(wanted.layer, wanted.wanted)))


def collection_bytes(texts: Texts, number: Number, links: list[dict[str, Any]]) -> bytes:
    """A GeoJSON feature collection around finished features."""
    head = json.dumps(
        {
            "type": "FeatureCollection",
            "timeStamp": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "numberMatched": max(number.value, len(texts.found)),
            "numberMatchedEstimated": number.estimated,
            "numberReturned": len(texts.found),
            "links": links,
        },
        ensure_ascii=False,
    )
    return b"".join((head[:-1].encode(), b',"features":[', b",".join(texts.found), b"]}"))


def next_page(wanted: Ask, texts: Texts) -> dict[str, str | int | None] | None:
    """Parameters of the next page: behind the last identifier, or by offset when another order is asked for."""
    page = wanted.page
    if not texts.more:
        return None
    if not page.order:
        return {"after": texts.last, "offset": None}
    following = page.offset + page.limit
    return {"offset": following} if following <= MOST_OFFSET else None


def one_feature(layer: Layer, fid: str, page: Page) -> bytes:
    """One feature as GeoJSON text; raises Http404, Refused when the identifier cannot be one."""
    rows = public_rows(layer)
    rows = rows.filter(**{layer.id_field: identifier(rows, layer, fid, "featureId")})[:1]
    properties = layer.properties if page.properties is None else page.properties
    texts = run(statement(rows, feature_json(layer, page.crs, properties), layer.id_field), 1)
    if not texts.found:
        raise Http404("Ein Objekt mit diesem Kennzeichen gibt es nicht.")
    return texts.found[0]


def with_links(feature: bytes, links: list[dict[str, Any]]) -> bytes:
    """The feature with links of its own."""
    return feature[:-1] + b',"links":' + json.dumps(links, ensure_ascii=False).encode() + b"}"
