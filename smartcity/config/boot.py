"""Choose the settings module by SMARTCITY_MODE before Django reads any."""

from __future__ import annotations

import os

from smartcity.config.env import environment


def choose_settings() -> None:
    """Set DJANGO_SETTINGS_MODULE from the environment's mode unless it is set already."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"smartcity.config.settings.{environment().SMARTCITY_MODE}")
