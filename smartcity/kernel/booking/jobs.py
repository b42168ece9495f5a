"""What happens by itself: offers that lapsed go to the next in line."""

from __future__ import annotations

from smartcity.kernel.booking.waiting import pass_on
from smartcity.kernel.jobs.app import STEADY, app
from smartcity.kernel.service import SystemActor


@app.periodic(cron="* * * * *")
@app.task(name="booking.pass_on", queueing_lock="booking.pass_on", retry=STEADY)
def pass_on_offers(timestamp: int) -> int:
    """Pass lapsed offers of the waiting list on; returns how many were made."""
    made: int = pass_on(actor=SystemActor("booking-jobs"))
    return made
