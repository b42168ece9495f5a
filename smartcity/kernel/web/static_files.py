"""Static files, served without leaving the event loop: a page does not pay for them with a change of threads."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware


class StaticFilesMiddleware(WhiteNoiseMiddleware):  # type: ignore[misc]
    """WhiteNoise, whose table of files is looked up right where the request is."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]) -> None:
        super().__init__(get_response)
        self._asynchronous = iscoroutinefunction(get_response)
        if self._asynchronous:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        """The file, or what the rest of the platform answers."""
        if not self._asynchronous:
            return super().__call__(request)  # type: ignore[no-any-return]
        return self._answer_later(request)

    async def _answer_later(self, request: HttpRequest) -> HttpResponseBase:
        found = None if self.autorefresh else self.files.get(request.path_info)
        if found is None:
            return await self.get_response(request)  # type: ignore[no-any-return]
        answer = self.serve(found, request)
        # an event loop waits for nothing: the file is read at once, from the system's memory as a rule
        response = HttpResponse(b"".join(answer.streaming_content), status=answer.status_code, headers=answer.headers)
        answer.close()
        return response
