"""Staff reach the workplace and the admin with a second factor only."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from asgiref.sync import iscoroutinefunction, markcoroutinefunction, sync_to_async
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from smartcity.kernel.accounts.models import Person
from smartcity.kernel.accounts.second_factor import lacks_second_factor

GUARDED = ("/arbeitsplatz", "/admin")
Handler = Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]


class SecondFactorMiddleware:
    """Sends staff without passkey and TOTP to the page where they set one up."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self._asynchronous = iscoroutinefunction(get_response)
        if self._asynchronous:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        """Answer the request, or redirect."""
        if self._asynchronous:
            return self._answer_later(request)
        if _is_guarded(request) and _must_set_up(request):
            return redirect("accounts:second-factor")
        return self.get_response(request)

    async def _answer_later(self, request: HttpRequest) -> HttpResponseBase:
        if _is_guarded(request) and await sync_to_async(_must_set_up)(request):
            return redirect("accounts:second-factor")
        answer: HttpResponseBase = await self.get_response(request)  # type: ignore[misc]
        return answer


def _is_guarded(request: HttpRequest) -> bool:
    path = request.path_info
    return any(path == prefix or path.startswith(f"{prefix}/") for prefix in GUARDED)


def _must_set_up(request: HttpRequest) -> bool:
    return isinstance(request.user, Person) and lacks_second_factor(request.user)
