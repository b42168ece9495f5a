"""Tests: a state folder and a database of their own, nothing leaves the machine."""

from __future__ import annotations

import os

from smartcity.config.state import default_home

os.environ.setdefault("SMARTCITY_HOME", f"{default_home()}-test")
os.environ["SMARTCITY_MODE"] = "test"
os.environ["SMARTCITY_DATABASE_ROLE"] = "owner"
os.environ["SMARTCITY_BASEMAP_STYLE_URL"] = "none"

from smartcity.config.settings.base import *  # noqa: F403

DEMO = True
SECRET_KEY = "only-for-tests-" + "x" * 40
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# a deliberate hash would cost a tenth of a second per sign-in; the real one has tests of its own
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]  # noqa: F405
DATABASES["default"]["OPTIONS"].pop("pool")  # noqa: F405
DATABASES["default"]["TEST"] = {"NAME": os.environ.get("TESTDB", "smartcity") + "_test"}  # noqa: F405
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
WHITENOISE_AUTOREFRESH = False
# every test sees what it has just changed; the cache has tests of its own
PAGE_CACHE_SECONDS = 0
