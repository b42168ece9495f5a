"""What happens by itself: people are forgotten."""

from __future__ import annotations

from smartcity.egovernment.appointments.services import forget_people
from smartcity.kernel.jobs.app import STEADY, app
from smartcity.kernel.service import SystemActor


@app.periodic(cron="20 3 * * *")
@app.task(name="appointments.forget", queueing_lock="appointments.forget", retry=STEADY)
def forget(timestamp: int) -> int:
    """Delete personal data whose time is over; returns how many rows."""
    forgotten: int = forget_people(actor=SystemActor("appointments-jobs"))
    return forgotten
