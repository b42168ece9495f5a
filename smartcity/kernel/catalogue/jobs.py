"""The catalogue follows what the rooms declare, and when their data changed last."""

from __future__ import annotations

from smartcity.kernel.catalogue.services import synchronise as bring_in_line
from smartcity.kernel.jobs.app import app
from smartcity.kernel.service import SystemActor


@app.periodic(cron="* * * * *")
@app.task(name="catalogue.synchronise", queueing_lock="catalogue.synchronise")
def synchronise(timestamp: int) -> int:
    """Renew the entries; returns how many were written."""
    done = bring_in_line(actor=SystemActor("catalogue"))
    return done.added + done.changed + done.withdrawn
