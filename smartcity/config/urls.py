"""Addresses: each room brings its own; the API gathers the rooms' routers; the web shell comes last."""

from __future__ import annotations

from importlib.util import find_spec

from django.apps import apps
from django.urls import URLPattern, URLResolver, include, path

from smartcity.config.api import api

SHELL = "smartcity.kernel.web"


def room_urls() -> list[URLPattern | URLResolver]:
    """Include the ``urls`` module of every room, the web shell's as the last."""
    names = [config.name for config in apps.get_app_configs() if config.name.startswith("smartcity.")]
    names.sort(key=lambda name: name == SHELL)
    return [path("", include(f"{name}.urls")) for name in names if find_spec(f"{name}.urls") is not None]


urlpatterns: list[URLPattern | URLResolver] = [path("api/v1/", api.urls), *room_urls()]

handler400 = "smartcity.kernel.web.errors.bad_request"
handler403 = "smartcity.kernel.web.errors.permission_denied"
handler404 = "smartcity.kernel.web.errors.page_not_found"
handler500 = "smartcity.kernel.web.errors.server_error"
