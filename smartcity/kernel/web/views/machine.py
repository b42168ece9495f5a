"""What browsers, crawlers and security researchers ask for."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from smartcity.kernel.web import assets
from smartcity.kernel.web.site import site


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The service worker; served from the root, because that is its scope."""
    return HttpResponse(assets.service_worker(), content_type="text/javascript; charset=utf-8")


@require_safe
@cache_control(max_age=3600)
def manifest(request: HttpRequest) -> JsonResponse:
    """The web app manifest."""
    city = site().city
    icon_files = [("web/sign-192.png", "192x192"), ("web/sign-512.png", "512x512")]
    icons = [{"src": static(file), "sizes": size, "type": "image/png", "purpose": "any"} for file, size in icon_files]
    body = {
        "name": _("%(city)s – Stadtplattform") % {"city": city},
        "short_name": city,
        "lang": get_language(),
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#ffffff",
        "theme_color": "#173a8c",
        "icons": [*icons, {"src": static("web/sign.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(body, content_type="application/manifest+json")


@require_safe
@cache_control(max_age=86400)
def robots(request: HttpRequest) -> HttpResponse:
    """Crawlers may read the public pages, not accounts and the workplace; a demo is not indexed at all."""
    closed = ["/"] if settings.DEMO else ["/arbeitsplatz/", "/konto/", "/vorgaenge/", "/postfach/", "/suche"]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(max_age=86400)
def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116. Without a security contact in the city's data it names the imprint's page as the way in."""
    contact = site().contacts.get("security")
    base = settings.PUBLIC_URL
    way = f"mailto:{contact.email}" if contact and contact.email else f"{base}/impressum"
    expires = (timezone.now() + timedelta(days=180)).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {way}",
        f"Expires: {expires.isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: de, en",
        f"Canonical: {base}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
