"""``python -m tests.access``: every route with its row, or a dash."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "smartcity.config.settings.test")
django.setup()

from tests.access.routes import all_routes, declared_rows, match  # noqa: E402  (needs Django's apps)

routes = all_routes()
found, _unlisted, left_over = match(routes, declared_rows())
for route in routes:
    row = found.get(route.pattern)
    print(f"{row.name if row else '—':45} {route.pattern:70} {' '.join(sorted(route.names))}")  # noqa: T201
for name in left_over:
    print(f"{name:45} (no route, or declared twice)")  # noqa: T201
