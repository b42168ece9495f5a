"""Run a worker in the foreground."""

from __future__ import annotations

import asyncio

from procrastinate.contrib.django import app

CONCURRENCY = 4
GRACE_S = 4.0


def run_worker() -> None:
    """Take jobs until SIGINT or SIGTERM; a job that does not end within the grace goes back to the queue later."""
    with app.replace_connector(app.connector.get_worker_connector()):
        asyncio.run(
            app.run_worker_async(
                concurrency=CONCURRENCY,
                shutdown_graceful_timeout=GRACE_S,
                fetch_job_polling_interval=2.0,
            )
        )
