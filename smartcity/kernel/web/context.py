"""What the shell's template knows on every page; nothing here touches the database before the template asks."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from smartcity.kernel.web.menus import Menu, menu_for
from smartcity.kernel.web.site import Site, site

THEME_COOKIE = "theme"
THEMES = ("auto", "light", "dark")


def theme_of(request: HttpRequest) -> str:
    """The theme chosen by the visitor: auto, light or dark."""
    chosen = request.COOKIES.get(THEME_COOKIE, "auto")
    return chosen if chosen in THEMES else "auto"


def shell(request: HttpRequest) -> dict[str, Any]:
    """Template context processor of the shell."""

    def menu() -> Menu:
        return menu_for(request)

    def place() -> Site:
        return site()

    return {
        "platform": SimpleLazyObject(place),
        "menu": SimpleLazyObject(menu),
        "theme": theme_of(request),
        "demo": settings.DEMO,
    }
