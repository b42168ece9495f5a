"""The job application that rooms declare their tasks on (``jobs.py``: ``@app.task``, ``@app.periodic``).

Every task must be idempotent: a worker may be killed after the work and before its note that it is done.
``STEADY`` is the usual retry: ten tries, waiting 2, 4, 8 … seconds in between.
"""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

STEADY = RetryStrategy(max_attempts=10, exponential_wait=2)

__all__ = ["STEADY", "app"]
