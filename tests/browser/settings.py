"""Settings of the server that the browser tests talk to: a database of its own with city and demo content."""

from __future__ import annotations

import os

from smartcity.config.settings.test import *  # noqa: F403

DATABASES["default"]["NAME"] = os.environ.get("BROWSER_DATABASE", "smartcity_browser")  # noqa: F405
DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 10, "timeout": 10}  # noqa: F405
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
PUBLIC_URL = f"http://127.0.0.1:{ENV.PORT}"  # noqa: F405
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
