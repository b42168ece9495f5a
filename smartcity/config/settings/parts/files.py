"""Static files (built front end) and stored documents."""

from __future__ import annotations

from smartcity.config.env import CHECKOUT, environment

FRONTEND_DIST = CHECKOUT / "frontend" / "dist"
STATIC_URL = "/static/"
STATICFILES_DIRS = [FRONTEND_DIST] if FRONTEND_DIST.is_dir() else []
# a product of the build like the front end, not state
STATIC_ROOT = CHECKOUT / "var" / "static"
MEDIA_ROOT = environment().state.media
MEDIA_URL = ""
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Vite's file names carry a hash already; WhiteNoise compresses, caches and serves them
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600
# Vite's names carry a hash: such a file never changes and may be kept for ever
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/assets/.+-[\w-]{8}\.\w+$"
CLAMAV_SOCKET = environment().SMARTCITY_CLAMAV_SOCKET
