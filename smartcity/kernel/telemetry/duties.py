"""What must happen soon after readings are committed, for as long as a process has time for it.

Any number of processes may run it: each piece of work is done by one of them.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, connection
from django.db.models import Max

from smartcity.kernel.telemetry import alarms, rollups, rules
from smartcity.kernel.telemetry.consuming import patiently
from smartcity.kernel.telemetry.models import Batch

LOOK_EVERY, WATCH_EVERY, ANYWAY_EVERY = 0.25, 2.0, 5.0
logger = logging.getLogger(__name__)


def run_duties(stopping: Callable[[], bool]) -> None:
    """Follow the journal and the clock until ``stopping``; waits for a database that is away."""
    seen, looked, watched = -1, 0.0, 0.0
    while not stopping():
        try:
            newest = Batch.objects.aggregate(newest=Max("position"))["newest"] or 0
            if newest != seen or time.monotonic() - looked > ANYWAY_EVERY:
                follow_all()
                seen, looked = newest, time.monotonic()
            if time.monotonic() - watched > WATCH_EVERY:
                _watch()
                watched = time.monotonic()
        except (OperationalError, InterfaceError) as error:
            logger.warning("duties: %s", str(error).strip().partition("\n")[0])
            connection.close()
        except Exception:
            # one duty's fault must not end the others
            logger.exception("duties")
            connection.close()
        time.sleep(LOOK_EVERY)
    connection.close()


def follow_all() -> None:
    """Let every consumer do what there is to do, in turns, so that none waits for another's backlog."""
    busy = consumers()
    while busy:
        busy = {name: step for name, step in busy.items() if patiently(name, step)}


def consumers() -> dict[str, Callable[[], int]]:
    """Whoever follows the journal: name and next step."""
    return {rules.CONSUMER: rules.judge_rules, rollups.CONSUMER: rollups.roll_up}


def _watch() -> None:
    rules.watch_silence(actor=alarms.ACTOR)
    alarms.escalate_overdue(actor=alarms.ACTOR)
