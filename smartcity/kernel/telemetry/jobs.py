"""Telemetry's regular work."""

from __future__ import annotations

import time

from smartcity.kernel.jobs.app import STEADY, app
from smartcity.kernel.telemetry import alarms, retention, rollups

LONGEST_S = 50.0


@app.periodic(cron="* * * * *")
@app.task(name="telemetry.roll_up", queueing_lock="telemetry.roll_up")
def roll_up(timestamp: int) -> int:
    """Merge what has come since into the roll-ups; returns the number of batches."""
    done, end = 0, time.monotonic() + LONGEST_S
    while time.monotonic() < end and (number := rollups.roll_up()):
        done += number
    return done


@app.periodic(cron="23 2 * * *")
@app.task(name="telemetry.expire", queueing_lock="telemetry.expire")
def expire(timestamp: int) -> int:
    """Make the next partitions, delete what is too old; returns the number of readings deleted."""
    retention.make_partitions()
    retention.tidy()
    return retention.expire()


@app.task(name=alarms.FOLLOW_UP, retry=STEADY)
def follow_up(alarm_id: int, escalated: bool) -> None:
    """What a rule does besides the alarm: a notice, a room's job or command."""
    alarms.follow_up(alarm_id, escalated=escalated)
