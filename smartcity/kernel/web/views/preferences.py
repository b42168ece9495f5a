"""Language and theme: cookies set by a form, so that both work without a script.

Neither changes anything stored by the platform; that is why they need no CSRF token, which would
put a cookie on every page that anybody looks at.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from smartcity.kernel.web.context import THEME_COOKIE, THEMES

YEAR = 60 * 60 * 24 * 365


def _back(request: HttpRequest) -> HttpResponse:
    target = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(target if safe else "/")


def _keep(response: HttpResponse, name: str, value: str) -> HttpResponse:
    secure = settings.LANGUAGE_COOKIE_SECURE
    response.set_cookie(name, value, max_age=YEAR, secure=secure, httponly=True, samesite="Lax")
    return response


@csrf_exempt
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Keep the language (``language``: de or en) and go back to ``next``."""
    language = request.POST.get("language", "")
    response = _back(request)
    return (
        _keep(response, settings.LANGUAGE_COOKIE_NAME, language) if language in dict(settings.LANGUAGES) else response
    )


@csrf_exempt
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Keep the theme (``theme``: auto, light or dark) and go back to ``next``."""
    theme = request.POST.get("theme", "")
    response = _back(request)
    return _keep(response, THEME_COOKIE, theme) if theme in THEMES else response
