"""Following the journal: each consumer does its work and moves its position in one transaction.

What is committed together happens exactly once: a consumer that is killed in between begins again where it was.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from smartcity.kernel.telemetry.models import Batch, Consumer
from smartcity.kernel.telemetry.models.observation import PLACE_BITS

AT_ONCE = 200
FIRST_WAIT, LONGEST_WAIT = 1.0, 300.0
logger = logging.getLogger(__name__)
Work = Callable[[Sequence[Batch]], None]


def follow(name: str, work: Work, *, most: int = AT_ONCE) -> int:
    """Do the work for the next batches; returns how many there were, 0 when another process is at it or all is done."""
    Consumer.objects.get_or_create(name=name)
    with transaction.atomic():
        consumer = Consumer.objects.select_for_update(skip_locked=True).filter(name=name).first()
        return 0 if consumer is None else _step(consumer, work, most)


def patiently(name: str, step: Callable[[], int]) -> int:
    """A consumer's step that may fail: its trouble is noted, and it is tried again after a growing while."""
    if Consumer.objects.filter(name=name, again_at__gt=timezone.now()).exists():
        return 0
    try:
        done = step()
    except (OperationalError, InterfaceError):
        # the database is away: no fault of the work
        raise
    except Exception as error:
        logger.exception("consumer %s", name)
        _note_failure(name, error)
        return 0
    if done:
        Consumer.objects.filter(name=name, failures__gt=0).update(failures=0, trouble="", again_at=None)
    return done


def _note_failure(name: str, error: Exception) -> None:
    failures = Consumer.objects.filter(name=name).values_list("failures", flat=True).first() or 0
    wait = min(FIRST_WAIT * 2 ** min(failures, 20), LONGEST_WAIT)
    words = f"{type(error).__name__}: {error}".replace("\0", "")[:300]
    Consumer.objects.filter(name=name).update(
        failures=failures + 1, trouble=words, again_at=timezone.now() + timedelta(seconds=wait)
    )


def catch_up(name: str, work: Work) -> None:
    """Do all the work there is, and hold everybody else off until the surrounding transaction ends."""
    Consumer.objects.get_or_create(name=name)
    consumer = Consumer.objects.select_for_update().get(name=name)
    while _step(consumer, work, AT_ONCE):
        pass


def lag(name: str) -> int:
    """How many batches the consumer has still to see."""
    position = Consumer.objects.filter(name=name).values_list("position", flat=True).first() or 0
    return Batch.objects.filter(position__gt=position).count()


def span_of(batches: Sequence[Batch]) -> dict[str, Any]:
    """Between which ids and times the batches' readings lie, as parameters of a query."""
    numbers = [batch.number for batch in batches]
    return {
        "numbers": numbers,
        "low": min(numbers) << PLACE_BITS,
        "high": (max(numbers) + 1 << PLACE_BITS) - 1,
        "first": min(batch.first_time for batch in batches),
        "last": max(batch.last_time for batch in batches),
    }


def _step(consumer: Consumer, work: Work, most: int) -> int:
    batches = list(Batch.objects.filter(position__gt=consumer.position).order_by("position")[:most])
    if batches:
        work(batches)
        consumer.position = batches[-1].position
        consumer.save(update_fields=["position", "moved_at"])
    return len(batches)
