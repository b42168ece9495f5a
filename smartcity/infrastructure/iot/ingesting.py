"""The process ``smartcity ingest``: from the broker into the database, acknowledged only when committed.

What is not committed stays with the broker: without a database the process waits, and a killed one finds its messages
again. What comes twice is known by stream, time and dedup key, and stored once.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

from django.db import DataError, InterfaceError, OperationalError, connection

from smartcity.infrastructure.iot.mqtt.subscriber import Subscriber
from smartcity.infrastructure.iot.mqtt.topics import readings
from smartcity.infrastructure.iot.mqtt.wire import Message
from smartcity.kernel.telemetry.domain import Reading, Unsound
from smartcity.kernel.telemetry.duties import run_duties
from smartcity.kernel.telemetry.ingest import ingest
from smartcity.kernel.telemetry.models import Refusal
from smartcity.kernel.telemetry.watching import keep_watch

SOURCE = WATCH = "mqtt"
SIGN_EVERY = 5.0
PATIENCE, FIRST_WAIT, LONGEST_WAIT = 0.5, 0.2, 5.0
logger = logging.getLogger(__name__)


def work(subscriber: Subscriber, stopping: Callable[[], bool]) -> None:
    """Take messages, and beside it do what follows from readings (whichever door they came by), until ``stopping``."""
    ended: list[bool] = []
    duties = threading.Thread(target=run_duties, args=[lambda: bool(ended) or stopping()], name="duties")
    duties.start()
    try:
        follow(subscriber, stopping)
    finally:
        ended.append(True)
        duties.join()


def follow(subscriber: Subscriber, stopping: Callable[[], bool]) -> None:
    """Take messages until ``stopping``; waits for a broker or database that is away."""
    wait, seen = FIRST_WAIT, 0.0
    while not stopping():
        try:
            subscriber.connect()
            while not stopping():
                messages = subscriber.batch(PATIENCE)
                if messages and _take_patiently(messages, subscriber, stopping):
                    subscriber.acknowledge(messages)
                seen = _give_sign(subscriber, seen)
                wait = FIRST_WAIT
        except OSError as error:
            logger.warning("broker: %s; again in %.1f s", error, wait)
            subscriber.close()
            time.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)
    subscriber.close()


def _give_sign(subscriber: Subscriber, before: float) -> float:
    """Let the platform's health know that we are connected; returns when that was done last."""
    if not subscriber.subscribed or time.monotonic() - before < SIGN_EVERY:
        return before
    try:
        keep_watch(WATCH)
    except (OperationalError, InterfaceError):
        connection.close()
    return time.monotonic()


def _take_patiently(messages: list[Message], subscriber: Subscriber, stopping: Callable[[], bool]) -> bool:
    """Commit the messages' readings, however long the database is away; False when asked to stop before."""
    arrived, wait = datetime.now(UTC), FIRST_WAIT
    while not stopping():
        try:
            take(messages, arrived)
        except (OperationalError, InterfaceError) as error:
            logger.warning("database: %s; again in %.1f s", str(error).strip().partition("\n")[0], wait)
            connection.close()
            subscriber.stay()
            time.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)
        else:
            return True
    return False


def take(messages: list[Message], arrived: datetime) -> None:
    """Commit what these messages say; what cannot be read is kept as refused."""
    found: list[Reading] = []
    for message in messages:
        try:
            found += readings(message.topic, message.payload, arrived)
        except Unsound as unsound:
            _refuse(message.topic, unsound)
    if not found:
        return
    try:
        ingest(found, source=SOURCE)
    except DataError:
        _take_singly(found)


def _take_singly(found: list[Reading]) -> None:
    """Find the readings that the database cannot hold (a NUL in a JSON text), and take all others."""
    for reading in found:
        try:
            ingest([reading], source=SOURCE)
        except DataError:
            _refuse(str(reading.datastream), Unsound("result", "Dieser Wert lässt sich nicht speichern."))


def _refuse(name: str, unsound: Unsound) -> None:
    Refusal.objects.create(
        source=SOURCE,
        datastream=name[:120].replace("\0", ""),
        place=unsound.place,
        rule=unsound.rule,
        value=unsound.value.replace("\0", ""),
    )
