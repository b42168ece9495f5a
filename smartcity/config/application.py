"""The platform's ASGI application: Django, with a short way for what needs no thread and one way for what needs one.

Django's own asynchronous chain changes threads twice for every middleware, some twenty times a request, and starts
threads for each. Here kept pages and static files are answered in the event loop, asynchronous views (event streams) go
through the asynchronous chain, and all others through the synchronous chain in one of as many threads as there are
database connections. Beyond a number of waiting requests the next is told to come back (503) at once.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from io import BytesIO
from re import Match
from typing import IO, Any

from asgiref.sync import iscoroutinefunction, sync_to_async
from django.conf import settings
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.core.signals import request_started
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve, set_script_prefix

from smartcity.kernel.web.errors import service_unavailable
from smartcity.kernel.web.page_cache import PageCache
from smartcity.kernel.web.quick_doors import Door, door_for, doors
from smartcity.kernel.web.static_files import StaticFiles

LOG = logging.getLogger(__name__)
Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
MOST_WAITING = 200


class Application(ASGIHandler):
    """One per web process."""

    def __init__(self) -> None:
        super().__init__()
        self._threaded = BaseHandler()
        self._threaded.load_middleware()
        self._pages = PageCache()
        self._files = StaticFiles(None)
        self._doors = doors()
        self._threads = ThreadPoolExecutor(settings.WEB_THREADS, thread_name_prefix="web")
        self._waiting = 0

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer at once from what is kept, at a room's door, in one thread, or an asynchronous view Django's way."""
        if (door := door_for(self._doors, scope["method"], scope["path"])) is not None:
            await self._handle_in_a_thread(scope, receive, send, door)
            return
        request, _error = self.create_request(scope, BytesIO())
        # what is kept comes first: finding the view costs more than finding the answer
        answer = None if request is None else self._files.find(request) or self._pages.kept(request)
        if answer is not None:
            await self.send_response(answer, send)
        elif request is None or _is_asynchronous(request):
            await super().handle(scope, receive, send)
        else:
            await self._handle_in_a_thread(scope, receive, send)

    async def _handle_in_a_thread(
        self, scope: Scope, receive: Receive, send: Send, door: tuple[Door, Match[str]] | None = None
    ) -> None:
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        set_script_prefix(get_script_prefix(scope))
        try:
            response = await self._at_the_door(scope, body, *door) if door else None
            if response is None:
                request, refused = self.create_request(scope, body)
                response = refused or HttpResponseBadRequest()
                if request is not None:
                    response = await self._pages.answer(request, self._make)
            await self.send_response(response, send)
            if response.streaming:
                await sync_to_async(response.close)()
        finally:
            body.close()

    async def _at_the_door(
        self, scope: Scope, body: IO[bytes], door: Door, match: Match[str]
    ) -> HttpResponseBase | None:
        """A room's answer in the event loop; None for what is left to the view, as is everything unforeseen."""
        # whoever reads a request's body closes it, and the view may have to read it too
        request, _error = self.create_request(scope, BytesIO(body.read()))
        body.seek(0)
        try:
            return None if request is None else await door.answer(request, match)
        except Exception:
            LOG.exception("door %s", door.path.pattern)
            return None

    async def _make(self, request: HttpRequest) -> HttpResponseBase:
        if self._waiting >= MOST_WAITING:
            return service_unavailable(request, retry_after=5)
        self._waiting += 1
        try:
            loop, context = asyncio.get_running_loop(), copy_context()
            return await loop.run_in_executor(self._threads, partial(context.run, self._answer, request))
        finally:
            self._waiting -= 1

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        """The whole of a request in one thread: its database connection is taken and given back here.

        What a streaming answer reads later, it reads in a thread and with a connection of its own.
        """
        request_started.send(sender=type(self), scope=getattr(request, "scope", {}))
        response = self._threaded.get_response(request)
        response._handler_class = type(self)  # type: ignore[attr-defined]
        if response.streaming:
            close_old_connections()
        else:
            response.close()
        return response


def _is_asynchronous(request: HttpRequest) -> bool:
    try:
        return iscoroutinefunction(resolve(request.path_info).func)
    except Resolver404:
        return False
