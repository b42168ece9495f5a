"""Pages that are the same for everybody are made once a second, however many people ask.

Only answers to strangers are kept: GET without session, credentials or any cookie but language and theme. An answer is
not kept with another status than 200, with ``Set-Cookie`` (a form's CSRF token sets one), with a nonce, or with
``Cache-Control`` private, no-cache or no-store. Kept answers are compressed: they hold no secret that the length of a
compressed page could give away. Many strangers who ask for one page at once wait for one rendering.
The shelf belongs to one event loop: nothing here is locked.
"""

from __future__ import annotations

import asyncio
import gzip
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from smartcity.kernel.web.context import THEME_COOKIE

Make = Callable[[HttpRequest], Awaitable[HttpResponseBase]]
Key = tuple[str, ...]
LARGEST, MOST_BYTES = 512 * 1024, 64 * 1024 * 1024
WORTH_COMPRESSING = 500
TEXTS = ("text/", "application/json", "application/geo+json", "application/ld+json", "application/xml", "image/svg+xml")
PERSONAL = ("private", "no-cache", "no-store")


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer with its headers; ``zipped`` where compressing makes it smaller; ``until``: monotonic seconds."""

    headers: tuple[tuple[str, str], ...]
    content: bytes
    zipped: bytes
    until: float

    @property
    def size(self) -> int:
        """Bytes of memory, roughly."""
        return len(self.content) + len(self.zipped) + 1_000

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The answer for one more visitor."""
        response = HttpResponse()
        for name, value in self.headers:
            response[name] = value
        self.dress(request, response)
        return response

    def dress(self, request: HttpRequest, response: HttpResponse) -> None:
        """Give a response the content in the form that the visitor takes."""
        zipped = self.zipped and "gzip" in request.headers.get("Accept-Encoding", "")
        response.content = self.zipped if zipped else self.content
        response["Content-Length"] = str(len(response.content))
        if self.zipped:
            patch_vary_headers(response, ["Accept-Encoding"])
        if zipped:
            response["Content-Encoding"] = "gzip"


class Shelf:
    """Kept answers of one process. All live equally long, so that the oldest is the first to go."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes, self._bytes = most_bytes, 0
        self._kept: OrderedDict[Key, Kept] = OrderedDict()

    def get(self, key: Key) -> Kept | None:
        """The answer, unless its time is over."""
        found = self._kept.get(key)
        return found if found is not None and found.until > time.monotonic() else None

    def put(self, key: Key, kept: Kept) -> None:
        """Keep an answer; drop those whose time is over and, beyond the limit, the oldest."""
        if (old := self._kept.pop(key, None)) is not None:
            self._bytes -= old.size
        self._kept[key] = kept
        self._bytes += kept.size
        now = time.monotonic()
        while self._kept:
            first = next(iter(self._kept))
            if self._kept[first].until > now and self._bytes <= self.most_bytes:
                return
            self._bytes -= self._kept.pop(first).size


class PageCache:
    """Stands before all middleware: a kept answer needs none of it."""

    def __init__(self) -> None:
        self.shelf = Shelf()
        self._making: dict[Key, asyncio.Future[None]] = {}

    def kept(self, request: HttpRequest) -> HttpResponse | None:
        """The answer, if one is kept."""
        found = self.shelf.get(key_of(request))
        return found.answer(request) if found else None

    async def answer(self, request: HttpRequest, make: Make) -> HttpResponseBase:
        """The kept answer; or make it, and keep it when it is the same for everybody."""
        key = key_of(request)
        if not key:
            return await make(request)
        if (making := self._making.get(key)) is not None:
            await asyncio.wait([making])
        if found := self.shelf.get(key):
            return found.answer(request)
        making = self._making[key] = asyncio.get_running_loop().create_future()
        try:
            return self._keep(key, request, await make(request))
        finally:
            if self._making.get(key) is making:
                del self._making[key]
            making.set_result(None)

    def _keep(self, key: Key, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not (isinstance(response, HttpResponse) and may_be_kept(response)):
            return response
        zipped = b""
        if len(response.content) >= WORTH_COMPRESSING and response.get("Content-Type", "").startswith(TEXTS):
            zipped = gzip.compress(response.content, compresslevel=4, mtime=0)
        kept = Kept(
            headers=tuple((name, value) for name, value in response.items() if name != "Content-Length"),
            content=response.content,
            zipped=zipped if len(zipped) < len(response.content) else b"",
            until=time.monotonic() + settings.PAGE_CACHE_SECONDS,
        )
        self.shelf.put(key, kept)
        kept.dress(request, response)
        return response


def key_of(request: HttpRequest) -> Key:
    """What the answer to a stranger may depend on; empty for everybody else."""
    meta, cookies = request.META, request.COOKIES
    if (
        request.method != "GET"
        or not settings.PAGE_CACHE_SECONDS
        or "HTTP_AUTHORIZATION" in meta
        or "HTTP_RANGE" in meta
    ):
        return ()
    if "HTTP_IF_NONE_MATCH" in meta or "HTTP_IF_MODIFIED_SINCE" in meta:
        return ()
    language, theme = cookies.get(settings.LANGUAGE_COOKIE_NAME, ""), cookies.get(THEME_COOKIE, "")
    if len(cookies) > (settings.LANGUAGE_COOKIE_NAME in cookies) + (THEME_COOKIE in cookies):
        return ()
    spoken = language or meta.get("HTTP_ACCEPT_LANGUAGE", "")
    origin = (request.scheme or "", meta.get("HTTP_HOST", ""), meta.get("HTTP_ORIGIN", ""))
    wanted = (meta.get("HTTP_ACCEPT", ""), meta.get("HTTP_HX_REQUEST", ""), meta.get("HTTP_HX_TARGET", ""))
    return (*origin, request.get_full_path(), spoken, theme, *wanted)


def may_be_kept(response: HttpResponse) -> bool:
    """Whether an answer says nothing about whom it was made for."""
    control = response.get("Cache-Control", "")
    return (
        response.status_code == 200
        and not response.cookies
        and not any(word in control for word in PERSONAL)
        and "Content-Encoding" not in response
        # a nonce is good for one answer
        and "'nonce-" not in response.get("Content-Security-Policy", "")
        and "*" not in response.get("Vary", "")
        and len(response.content) <= LARGEST
    )
