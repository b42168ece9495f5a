"""Following the journal: each consumer does its work and moves its position in one transaction.

What is committed together happens exactly once: a consumer that is killed in between begins again where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db import transaction

from smartcity.kernel.telemetry.models import Batch, Consumer

AT_ONCE = 200
Work = Callable[[Sequence[Batch]], None]


def follow(name: str, work: Work, *, most: int = AT_ONCE) -> int:
    """Do the work for the next batches; returns how many there were, 0 when another process is at it or all is done."""
    Consumer.objects.get_or_create(name=name)
    with transaction.atomic():
        consumer = Consumer.objects.select_for_update(skip_locked=True).filter(name=name).first()
        return 0 if consumer is None else _step(consumer, work, most)


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


def _step(consumer: Consumer, work: Work, most: int) -> int:
    batches = list(Batch.objects.filter(position__gt=consumer.position).order_by("position")[:most])
    if batches:
        work(batches)
        consumer.position = batches[-1].position
        consumer.save()
    return len(batches)
