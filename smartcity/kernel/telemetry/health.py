"""Whether what must follow from readings follows."""

from __future__ import annotations

from django.db.models import F, Max

from smartcity.kernel.telemetry.duties import consumers
from smartcity.kernel.telemetry.models import Batch, Consumer
from smartcity.kernel.telemetry.rules import WATCH
from smartcity.kernel.telemetry.watching import seen_lately

MOST_WAITING = 1_000


def duties() -> str:
    """Somebody judges rules, rolls up, looks out for silence."""
    return "" if seen_lately(WATCH) else "kein Prozess wertet Messwerte aus"


def journal() -> str:
    """No consumer fails or is far behind."""
    newest = Batch.objects.aggregate(newest=Max("position"))["newest"] or 0
    found = []
    for consumer in Consumer.objects.filter(name__in=consumers()).annotate(behind=newest - F("position")):
        if consumer.failures:
            found.append(f"{consumer.name}: {consumer.failures} Versuche gescheitert")
        elif consumer.behind > MOST_WAITING:
            found.append(f"{consumer.name}: {consumer.behind} Lieferungen im Rückstand")
    return "; ".join(found)


CHECKS = {"duties": duties, "journal": journal}
