"""The register in standard formats: streamed, with ETag and Last-Modified."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from smartcity.mobility.roadworks import feeds, selectors

Export = Callable[..., HttpResponseBase]


def _changed(request: HttpRequest, *args: Any, **kwargs: Any) -> datetime | None:
    return selectors.last_change()


def _etag(request: HttpRequest, *args: Any, **kwargs: Any) -> str:
    """The state of the register, the day (works leave the feed by time), the language and the question."""
    parts = (selectors.last_change(), feeds.day(), request.LANGUAGE_CODE, request.get_full_path())  # type: ignore[attr-defined]
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
