"""Static files, served before any middleware and without leaving the event loop."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]
    """WhiteNoise's table of files, looked up right where the request is."""

    def find(self, request: HttpRequest) -> HttpResponse | None:
        """The file behind the request's address, if there is one.

        It is read at once, as a rule from the system's memory, because the event loop must not wait for pieces of it.
        """
        if request.method not in {"GET", "HEAD"} or not request.path_info.startswith(self.static_prefix):
            return None
        look_up = self.find_file if self.autorefresh else self.files.get
        found = look_up(request.path_info)
        if found is None:
            return None
        answer = self.serve(found, request)
        response = HttpResponse(b"".join(answer.streaming_content), status=answer.status_code, headers=answer.headers)
        answer.close()
        response.setdefault("X-Content-Type-Options", "nosniff")
        return response
