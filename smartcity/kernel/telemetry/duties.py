"""What must happen soon after readings are committed, for as long as a process has time for it.

Any number of processes may run it: each piece of work is done by one of them.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.db import InterfaceError, OperationalError, connection

from smartcity.kernel.telemetry import alarms, announcing, reactions, rollups, rules
from smartcity.kernel.telemetry.consuming import patiently

LOOK_EVERY, ANNOUNCE_EVERY, WATCH_EVERY = 0.25, 1.0, 2.0
logger = logging.getLogger(__name__)


def run_duties(stopping: Callable[[], bool]) -> None:
    """Follow the journal and the clock until ``stopping``; waits for a database that is away."""
    timed = [_Timed(ANNOUNCE_EVERY, _announce), _Timed(WATCH_EVERY, _watch)]
    while not stopping():
        busy = False
        try:
            busy = follow_all()
            for duty in timed:
                duty.do_when_due()
        except (OperationalError, InterfaceError) as error:
            logger.warning("duties: %s", str(error).strip().partition("\n")[0])
            connection.close()
        except Exception:
            # one duty's fault must not end the others
            logger.exception("duties")
            connection.close()
        if not busy:
            time.sleep(LOOK_EVERY)
    connection.close()


@dataclass(slots=True)
class _Timed:
    """Something to do every so many seconds."""

    every: float
    do: Callable[[], None]
    last: float = 0.0

    def do_when_due(self) -> None:
        """Do it when its time has come; what fails is tried again at the next time."""
        if time.monotonic() - self.last > self.every:
            self.last = time.monotonic()
            self.do()


def follow_all() -> bool:
    """Let every consumer take one step, so that none waits for another's backlog; whether there may be more to do."""
    done = [patiently(name, step) for name, step in consumers().items()]
    return any(done)


def consumers() -> dict[str, Callable[[], int]]:
    """Whoever follows the journal: name and next step."""
    rooms = {name: partial(reactions.react, name) for name in reactions.declared_reactions()}
    return {rules.CONSUMER: rules.judge_rules, rollups.CONSUMER: rollups.roll_up, **rooms}


def _watch() -> None:
    rules.watch_silence(actor=alarms.ACTOR)
    alarms.escalate_overdue(actor=alarms.ACTOR)


def _announce() -> None:
    patiently(announcing.CONSUMER, announcing.announce_newest)
