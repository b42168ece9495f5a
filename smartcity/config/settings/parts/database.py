"""What processes share beside tables: a cache in the database, so that a one-time code used in one is used in all."""

from __future__ import annotations

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"},
}
