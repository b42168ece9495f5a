"""The register in standard formats: streamed, with ETag and Last-Modified."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from smartcity.mobility.roadworks import feeds, selectors
from smartcity.mobility.roadworks.models import Subscription
from smartcity.mobility.roadworks.tables import public_table

Export = Callable[..., HttpResponseBase]


def _changed(request: HttpRequest, *args: Any, **kwargs: Any) -> datetime | None:
    return selectors.last_change()


def _etag(request: HttpRequest, *args: Any, **kwargs: Any) -> str:
    """The state of the register, the day (works leave the feed by time), the language and the question."""
    parts = (selectors.last_change(), feeds.day(), request.LANGUAGE_CODE, request.get_full_path())
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def export(view: Export) -> Export:
    """A public file that is sent again only when the register has changed."""
    return require_safe(cache_control(public=True, max_age=60)(condition(_etag, _changed)(view)))


def _file(chunks: Iterable[bytes], media_type: str, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(chunks, content_type=media_type)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Access-Control-Allow-Origin"] = "*"
    return response


@export
def wzdx_feed(request: HttpRequest) -> HttpResponseBase:
    """WZDx 4.2 WorkZoneFeed (GeoJSON)."""
    return _file(feeds.wzdx_chunks(), "application/geo+json", "wzdx.geojson")


@export
def datex2_feed(request: HttpRequest) -> HttpResponseBase:
    """DATEX II v3 SituationPublication."""
    return _file(feeds.datex2_chunks(), "application/xml", "datex2.xml")


@export
def atom_feed(request: HttpRequest) -> HttpResponseBase:
    """Atom feed of all works, latest change first."""
    return _file(feeds.atom_chunks(request.path), "application/atom+xml", "baustellen.atom")


@export
def calendar(request: HttpRequest) -> HttpResponseBase:
    """All works as a calendar."""
    return _file(feeds.calendar_chunks(), "text/calendar", "baustellen.ics")


@export
def csv_file(request: HttpRequest) -> HttpResponseBase:
    """All published works as a table."""
    return public_table(request, selectors.for_list(selectors.published()).order_by("begins")).csv("baustellen")


@require_safe
def subscription_atom(request: HttpRequest, secret: str) -> HttpResponseBase:
    """A subscription's feed under its secret address."""
    found = get_object_or_404(Subscription, secret=secret)
    return _private(feeds.atom_chunks(request.path, found), "application/atom+xml", "abo.atom")


@require_safe
def subscription_calendar(request: HttpRequest, secret: str) -> HttpResponseBase:
    """A subscription's calendar under its secret address."""
    found = get_object_or_404(Subscription, secret=secret)
    return _private(feeds.calendar_chunks(found), "text/calendar", "abo.ics")


def _private(chunks: Iterable[bytes], media_type: str, name: str) -> StreamingHttpResponse:
    response = _file(chunks, media_type, name)
    del response["Access-Control-Allow-Origin"]
    response["Cache-Control"] = "private, no-store"
    return response
