"""Content Security Policy with a nonce per response, and the headers that go with it.

Only the configured base map is a foreign host. Responses that set their own policy (downloads in a sandbox) keep it;
pages that may be embedded say so with ``xframe_options_exempt``.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from functools import lru_cache
from urllib.parse import urlsplit

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import SimpleLazyObject

HEADER = "Content-Security-Policy"
PERMISSIONS_POLICY = (
    "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), encrypted-media=(), "
    "fullscreen=(self), geolocation=(self), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), "
    "publickey-credentials-create=(self), publickey-credentials-get=(self), usb=(), xr-spatial-tracking=()"
)
Handler = Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]


@lru_cache(maxsize=8)
def _map_origin(style_url: str) -> str:
    parts = urlsplit(style_url)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in {"http", "https"} and parts.netloc else ""


def policy(nonce: str, *, embeddable: bool = False) -> str:
    """The policy for one response; without a nonce no inline script or style is allowed at all."""
    base_map = _map_origin(settings.BASEMAP_STYLE_URL)
    with_nonce = f" 'nonce-{nonce}'" if nonce else ""
    directives = {
        "default-src": "'none'",
        "script-src": f"'self'{with_nonce}",
        "style-src": f"'self'{with_nonce}",
        "img-src": f"'self' data: blob: {base_map}",
        "font-src": f"'self' {base_map}",
        "connect-src": f"'self' {base_map}",
        "worker-src": "'self'",
        "manifest-src": "'self'",
        "media-src": "'self'",
        "frame-src": "'none'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "*" if embeddable else "'none'",
    }
    return "; ".join(f"{name} {value.strip()}" for name, value in directives.items())


class ContentSecurityPolicyMiddleware:
    """Sets ``request.csp_nonce`` (made when it is first read) and the security headers of the response."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self._asynchronous = iscoroutinefunction(get_response)
        if self._asynchronous:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        """Answer the request with the headers set."""
        made: list[str] = []
        request.csp_nonce = SimpleLazyObject(lambda: _remember(made))  # type: ignore[attr-defined]
        if self._asynchronous:
            return self._answer_later(request, made)
        return _secure(self.get_response(request), made)  # type: ignore[arg-type]

    async def _answer_later(self, request: HttpRequest, made: list[str]) -> HttpResponseBase:
        return _secure(await self.get_response(request), made)  # type: ignore[misc]


def _remember(made: list[str]) -> str:
    made.append(secrets.token_urlsafe(16))
    return made[0]


def _secure(response: HttpResponseBase, made: list[str]) -> HttpResponseBase:
    if not response.has_header(HEADER):
        embeddable = getattr(response, "xframe_options_exempt", False)
        response[HEADER] = policy(made[0] if made else "", embeddable=embeddable)
    response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
    response.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
    response.setdefault("X-Content-Type-Options", "nosniff")
    response.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    return response
