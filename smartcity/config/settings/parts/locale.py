"""Languages, times, numbers: German first, complete English; times stored in UTC, shown in Europe/Berlin."""

from __future__ import annotations

from smartcity.config.env import CHECKOUT, environment

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Berlin"
USE_THOUSAND_SEPARATOR = True
LOCALE_PATHS = [CHECKOUT / "smartcity" / "config" / "locale"]
CITY_FOLDER = environment().SMARTCITY_CITY
