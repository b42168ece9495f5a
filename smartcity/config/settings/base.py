"""What holds in every mode."""

from __future__ import annotations

import django_stubs_ext

from smartcity.config.database import django_database
from smartcity.config.env import environment
from smartcity.config.settings.parts.apps import *  # noqa: F403
from smartcity.config.settings.parts.auth import *  # noqa: F403
from smartcity.config.settings.parts.database import *  # noqa: F403
from smartcity.config.settings.parts.files import *  # noqa: F403
from smartcity.config.settings.parts.jobs import *  # noqa: F403
from smartcity.config.settings.parts.locale import *  # noqa: F403
from smartcity.config.settings.parts.logging import *  # noqa: F403
from smartcity.config.settings.parts.mail import *  # noqa: F403
from smartcity.config.settings.parts.security import *  # noqa: F403
from smartcity.config.settings.parts.web import *  # noqa: F403

# Django's generic classes take their type parameters at run time, too
django_stubs_ext.monkeypatch()

ENV = environment()
DEBUG = False
DEMO = False
ROOT_URLCONF = "smartcity.config.urls"
ASGI_APPLICATION = "smartcity.config.asgi.application"
DATABASES = {"default": django_database(ENV)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS = [
    # Debian 12's GDAL 3.6 cannot block network access of spatial references; the platform takes none from outside
    "gis.W001",
]
