"""Streaming answers that stay small in memory under ASGI as well.

Django collects a plain iterator into a list before an ASGI server sees its first byte. Here each piece is fetched in
the request's own thread when the client has taken the one before; the database connection is the request's, too.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

from asgiref.sync import sync_to_async
from django.http import StreamingHttpResponse


class PiecewiseResponse(StreamingHttpResponse):
    """A response made of pieces of bytes."""

    def __init__(self, pieces: Iterator[bytes], **more: Any) -> None:
        super().__init__(pieces, **more)
        self._pieces = pieces

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """The pieces, each fetched when it is asked for."""
        fetch = sync_to_async(self._next, thread_sensitive=True)
        while (piece := await fetch()) is not None:
            yield piece

    def _next(self) -> bytes | None:
        return next(self._pieces, None)
