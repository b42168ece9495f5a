"""The event streams: /live/<channel>."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from functools import cache
from weakref import WeakKeyDictionary

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_GET
from psycopg.conninfo import make_conninfo

from smartcity.kernel.live.hub import Hub, TooManyClients
from smartcity.kernel.manifest import discover

_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


@cache
def channels() -> frozenset[str]:
    """All channels that rooms declare in ``channels.py``."""
    return frozenset(name for _, names in discover("channels", "CHANNELS") for name in names)


def hub() -> Hub:
    """The running event loop's hub."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub(_conninfo())
    return _hubs[loop]


@require_GET
async def live(request: HttpRequest, channel: str) -> HttpResponseBase:
    """Server-sent events of one channel; understands Last-Event-ID as header or query parameter."""
    if channel not in channels():
        raise Http404
    last = request.headers.get("Last-Event-ID", "") or request.GET.get("lastEventId", "")
    stream = hub().stream(channel, last[:64])
    try:
        first = await anext(stream)
    except TooManyClients:
        return HttpResponse(status=503, headers={"Retry-After": "30"})
    response = StreamingHttpResponse(_all(first, stream), content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response


async def _all(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for message in rest:
        yield message


def _conninfo() -> str:
    params = connection.get_connection_params()
    known = ("host", "port", "dbname", "user", "password", "sslmode", "sslrootcert")
    return make_conninfo(**{key: params[key] for key in known if params.get(key)})
