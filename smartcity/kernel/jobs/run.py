"""Run a worker in the foreground."""

from __future__ import annotations

import asyncio
from typing import cast

from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

CONCURRENCY = 4
GRACE_S = 4.0


def run_worker() -> None:
    """Take jobs until SIGINT or SIGTERM; a job that does not end within the grace goes back to the queue later."""
    connector = cast(DjangoConnector, app.connector)
    with app.replace_connector(connector.get_worker_connector()) as worker_app:
        asyncio.run(_work(worker_app))


async def _work(worker_app: App) -> None:
    async with worker_app.open_async():
        await worker_app.run_worker_async(
            concurrency=CONCURRENCY,
            shutdown_graceful_timeout=GRACE_S,
            fetch_job_polling_interval=2.0,
        )
