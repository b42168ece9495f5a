"""Logs go to stderr as single lines; requests are logged without query strings, so that no personal data gets in."""

from __future__ import annotations

from smartcity.config.env import environment

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": environment().SMARTCITY_LOG_LEVEL},
    "loggers": {
        "procrastinate": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
    },
}
