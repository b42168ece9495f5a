"""ASGI entry point: ``smartcity.config.asgi:application``."""

from __future__ import annotations

from django.core.asgi import get_asgi_application

from smartcity.config.boot import choose_settings

choose_settings()
application = get_asgi_application()
