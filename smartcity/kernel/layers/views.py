"""The addresses of OGC API Features: parameters in, one selector, an answer out."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from smartcity.kernel.layers import descriptions, openapi
from smartcity.kernel.layers.descriptions import SCHEMA, link
from smartcity.kernel.layers.exchange import (
    GEOJSON,
    HTML,
    JSON,
    Exchange,
    cached,
    is_fresh,
    named_layer,
    only_format,
    open_interface,
    tag_of,
)
from smartcity.kernel.layers.items import Ask, ask, collection_bytes, matched, next_page, one_feature, with_links
from smartcity.kernel.layers.pages import collection_page, feature_page, items_page, schema_page
from smartcity.kernel.layers.parameters import PAGING, item_parameters, page, refuse_unknown, selection
from smartcity.kernel.layers.query import city_zone, storage_srid
from smartcity.kernel.layers.rowtext import Texts, run
from smartcity.kernel.layers.watching import rows_mark


@open_interface
def landing(exchange: Exchange) -> HttpResponseBase:
    """``/ogc/``."""
    only_format(exchange)
    document = descriptions.landing(exchange.base)
    return exchange.page("layers/landing.html", document) if exchange.html else exchange.json(document)


@open_interface
def conformance(exchange: Exchange) -> HttpResponseBase:
    """``/ogc/conformance``."""
    only_format(exchange)
    document = {"conformsTo": descriptions.CONFORMANCE}
    return exchange.page("layers/conformance.html", document) if exchange.html else exchange.json(document)


@open_interface
def api_document(exchange: Exchange) -> HttpResponseBase:
    """``/ogc/api``."""
    only_format(exchange)
    document = openapi.document(exchange.base)
    if exchange.html:
        return exchange.page("layers/api.html", {"document": document})
    return exchange.json(document, descriptions.OPENAPI)


@open_interface
def collections(exchange: Exchange) -> HttpResponseBase:
    """``/ogc/collections``."""
    only_format(exchange)
    document = descriptions.collections(exchange.base)
    return exchange.page("layers/collections.html", document) if exchange.html else exchange.json(document)


@open_interface
def collection(exchange: Exchange, slug: str) -> HttpResponseBase:
    """``/ogc/collections/<slug>``."""
    only_format(exchange)
    layer = named_layer(slug)
    document = descriptions.collection(layer, exchange.base)
    return collection_page(exchange, layer, document) if exchange.html else exchange.json(document)


@open_interface
def schema(exchange: Exchange, slug: str) -> HttpResponseBase:
    """``/ogc/collections/<slug>/schema``."""
    only_format(exchange)
    layer = named_layer(slug)
    document = descriptions.schema(layer, exchange.base, queryables=False)
    return schema_page(exchange, layer, document) if exchange.html else exchange.json(document, SCHEMA)


@open_interface
def queryables(exchange: Exchange, slug: str) -> HttpResponseBase:
    """``/ogc/collections/<slug>/queryables``."""
    only_format(exchange)
    layer = named_layer(slug)
    document = descriptions.schema(layer, exchange.base, queryables=True)
    return schema_page(exchange, layer, document) if exchange.html else exchange.json(document, SCHEMA)


@open_interface
def items(exchange: Exchange, slug: str) -> HttpResponseBase:
    """``/ogc/collections/<slug>/items``."""
    layer = named_layer(slug)
    refuse_unknown(exchange.given, item_parameters(layer))
    part = page(exchange.given, layer)
    wanted = selection(exchange.given, layer, storage_srid(layer), city_zone())
    mark = rows_mark(layer)
    etag = tag_of(exchange, mark)
    if is_fresh(exchange.request, etag) and not exchange.html:
        return cached(HttpResponse(status=304), layer, etag)
    return _items_answer(exchange, ask(layer, wanted, part), mark, etag)


def _items_answer(exchange: Exchange, asked: Ask, mark: str, etag: str) -> HttpResponseBase:
    texts = run(asked.statement, asked.page.limit)
    chosen = sorted((name, value) for name, value in exchange.given.items() if name not in PAGING and name != "f")
    number = matched(asked, texts, repr((mark, asked.layer.slug, chosen)) if mark else "")
    content = collection_bytes(texts, number, _page_links(exchange, asked, texts))
    if exchange.html:
        return items_page(exchange, asked.layer, json.loads(content))
    response = HttpResponse(content, content_type=GEOJSON)
    response["OGC-NumberMatched"] = "estimated" if number.estimated else "exact"
    response["OGC-NumberReturned"] = str(len(texts.found))
    response["Content-Crs"] = f"<{asked.page.crs.uri}>"
    return cached(response, asked.layer, etag)


def _page_links(exchange: Exchange, asked: Ask, texts: Texts) -> list[dict[str, Any]]:
    links: list[dict[str, Any]] = [
        link(exchange.link_with(f="json"), "self", GEOJSON, _("Diese Seite")),
        link(exchange.link_with(f="html"), "alternate", HTML, _("Als Seite")),
        link(f"{exchange.base}/collections/{asked.layer.slug}", "collection", JSON, _("Die Sammlung")),
    ]
    following = next_page(asked, texts)
    if following is not None:
        links.append(link(exchange.link_with(**following), "next", GEOJSON, _("Nächste Seite")))
    if asked.page.offset:
        before = max(asked.page.offset - asked.page.limit, 0)
        links.append(link(exchange.link_with(offset=before or None), "prev", GEOJSON, _("Vorige Seite")))
    return links


@open_interface
def item(exchange: Exchange, slug: str, fid: str) -> HttpResponseBase:
    """``/ogc/collections/<slug>/items/<fid>``."""
    layer = named_layer(slug)
    refuse_unknown(exchange.given, {"f", "crs", "properties"})
    part = page(exchange.given, layer)
    feature = one_feature(layer, fid, part)
    if exchange.html:
        return feature_page(exchange, layer, json.loads(feature))
    response = HttpResponse(with_links(feature, _feature_links(exchange, slug)), content_type=GEOJSON)
    response["Content-Crs"] = f"<{part.crs.uri}>"
    return cached(response, layer, tag_of(exchange, rows_mark(layer)))


def _feature_links(exchange: Exchange, slug: str) -> list[dict[str, Any]]:
    return [
        link(exchange.link_with(f="json"), "self", GEOJSON),
        link(exchange.link_with(f="html"), "alternate", HTML),
        link(f"{exchange.base}/collections/{slug}", "collection", JSON),
    ]
