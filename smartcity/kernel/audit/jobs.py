"""The periodic sealing of new entries."""

from __future__ import annotations

from procrastinate.contrib.django import app

from smartcity.kernel.audit.chain import AT_ONCE, seal_pending


@app.periodic(cron="* * * * * */15")
@app.task(name="audit.seal", queueing_lock="audit.seal")
def seal(timestamp: int) -> int:
    """Chain what was committed since the last run; returns how many entries."""
    number = batch = seal_pending()
    while batch == AT_ONCE:
        batch = seal_pending()
        number += batch
    return number
