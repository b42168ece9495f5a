"""A request to the open interfaces and its answer: parameters, negotiation, CORS, caching, problems."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import get_language

from smartcity.kernel.layers.declaration import Layer
from smartcity.kernel.layers.parameters import FORMATS, refuse_unknown, refused
from smartcity.kernel.layers.registry import layer_named
from smartcity.kernel.refusal import Refusal, Refused

JSON, GEOJSON, HTML, PROBLEM = "application/json", "application/geo+json", "text/html", "application/problem+json"
EXPOSED = "Content-Crs, ETag, Link, OGC-NumberMatched, OGC-NumberReturned, OGC-Sampled"
View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request with its parameters read. html: the answer is a page; base: absolute address of ``/ogc``."""

    request: HttpRequest
    given: Mapping[str, str]
    html: bool
    base: str

    @property
    def address(self) -> str:
        """The absolute address asked for, without parameters."""
        return self.request.build_absolute_uri(self.request.path)

    def link_with(self, **changes: str | int | None) -> str:
        """The address with its parameters changed; None leaves one out."""
        merged = {**self.given, **{key: str(value) for key, value in changes.items() if value is not None}}
        kept = {key: value for key, value in merged.items() if key not in changes or changes[key] is not None}
        return f"{self.address}?{urlencode(kept)}" if kept else self.address

    def page(self, template: str, context: dict[str, Any]) -> HttpResponse:
        """An HTML page of the interface."""
        return render(self.request, template, {"exchange": self, **context})

    def json(self, document: Any, media_type: str = JSON) -> HttpResponse:
        """A JSON document."""
        return HttpResponse(json.dumps(document, ensure_ascii=False), content_type=media_type)


def open_interface(view: View) -> View:
    """Make a view read-only and open to every origin, with mistakes answered as problem documents.

    The view gets an :class:`Exchange` in place of the request.
    """

    @wraps(view)
    def answer(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
        response = _answer(view, request, arguments)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = EXPOSED
        patch_vary_headers(response, ["Accept"])
        return response

    return answer


def _answer(view: View, request: HttpRequest, arguments: dict[str, Any]) -> HttpResponseBase:
    if request.method == "OPTIONS":
        response = HttpResponse(status=204, headers={"Allow": "GET, HEAD, OPTIONS"})
        response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        response["Access-Control-Allow-Headers"] = "Accept, Accept-Language, If-None-Match"
        response["Access-Control-Max-Age"] = "86400"
        return response
    if request.method not in {"GET", "HEAD"}:
        return problem(request, 405, "Diese Schnittstelle ist nur zum Lesen.", headers={"Allow": "GET, HEAD, OPTIONS"})
    try:
        return view(read(request), **arguments)
    except Refused as error:
        return problem(request, 400, "Die Anfrage wurde nicht angenommen.", error.refusals)
    except DataError as error:
        rule = "Der Filter lässt sich mit diesen Werten nicht berechnen."
        return problem(request, 400, rule, [Refusal("filter", rule, str(error).splitlines()[0])])
    except Http404 as error:
        return problem(request, 404, str(error) or "Unter dieser Adresse gibt es nichts.")


def read(request: HttpRequest) -> Exchange:
    """Read the parameters; raises Refused for doubled ones and an unknown format."""
    for name, values in request.GET.lists():
        if len(values) > 1:
            raise refused(name, "Dieser Parameter steht mehrfach in der Adresse.")
    given = request.GET.dict()
    wanted = given.get("f")
    if wanted is not None and wanted not in FORMATS:
        raise refused("f", "Formate sind json und html.", str(wanted))
    base = request.build_absolute_uri("/ogc")
    return Exchange(request, {k: str(v) for k, v in given.items()}, html=_prefers_html(request), base=base)


def only_format(exchange: Exchange) -> None:
    """Raises Refused for every parameter but ``f``."""
    refuse_unknown(exchange.given, {"f"})


def named_layer(slug: str) -> Layer:
    """The layer of a collection; raises Http404."""
    layer = layer_named(slug)
    if layer is None:
        raise Http404(f"Eine Sammlung „{slug[:80]}“ gibt es nicht.")
    return layer


def problem(
    request: HttpRequest,
    status: int,
    detail: str,
    refusals: Iterable[Refusal] = (),
    headers: dict[str, str] | None = None,
) -> HttpResponse:
    """An RFC 9457 problem document; ``errors`` name parameter, rule, value and what would be right."""
    errors = [{"place": r.place, "rule": r.rule, "value": r.value, "hint": r.hint} for r in refusals]
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": " ".join([detail, *(f"{error['place']}: {error['rule']}" for error in errors)]),
        "instance": request.path,
    }
    if errors:
        body["errors"] = errors
    text = json.dumps(body, ensure_ascii=False)
    return HttpResponse(text, status=status, content_type=PROBLEM, headers=headers)


def etag_of(*parts: object) -> str:
    """A strong entity tag for what the parts describe."""
    return quote_etag(hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:32])


def tag_of(exchange: Exchange, mark: str) -> str:
    """The entity tag of an answer to this address with these parameters; empty when the data's state is unknown."""
    if not mark:
        return ""
    return etag_of(mark, exchange.address, exchange.html, get_language(), sorted(exchange.given.items()))


def is_fresh(request: HttpRequest, etag: str) -> bool:
    """Whether the client holds that very version."""
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if not etag:
        return False
    return "*" in known or etag in {tag.removeprefix("W/") for tag in known}


def cached(response: HttpResponseBase, layer: Layer, etag: str) -> HttpResponseBase:
    """Say how long the answer may be kept: a live layer's is asked for again each time, others' within a minute."""
    if etag:
        response["ETag"] = etag
    age = 0 if layer.live_channel or not etag else min(layer.refresh_s or 60, 60)
    response["Cache-Control"] = f"public, max-age={age}" if age else "public, no-cache"
    return response


def _prefers_html(request: HttpRequest) -> bool:
    wanted = request.GET.get("f")
    if wanted in FORMATS:
        return wanted == "html"
    return request.get_preferred_type([GEOJSON, JSON, "application/schema+json", HTML]) == HTML
