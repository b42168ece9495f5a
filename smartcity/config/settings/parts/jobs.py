"""Background work: every room's ``jobs.py`` is found."""

from __future__ import annotations

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
