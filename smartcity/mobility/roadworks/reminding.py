"""Reminders to the office: a start or an end has passed and nobody has confirmed it."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone

from smartcity.kernel.notices.services import send_notice
from smartcity.kernel.service import Actor, service
from smartcity.mobility.roadworks.models import Roadwork
from smartcity.mobility.roadworks.staleness import Overdue, overdue
from smartcity.mobility.roadworks.vocabulary import State


def overdue_works() -> QuerySet[Roadwork]:
    """Works whose start or end has passed unconfirmed and for which somebody is responsible."""
    now = timezone.now()
    passed = Q(state__in=[State.PLANNED, State.ORDERED], start__lt=now) | Q(state=State.ACTIVE, end__lt=now)
    return Roadwork.objects.filter(passed, editor__isnull=False).select_related("editor").defer("geometry")


@service
def remind(*, actor: Actor, roadwork: Roadwork) -> bool:
    """Tell the responsible person once for each passed moment; False when that was done before."""
    what = overdue(State(roadwork.state), roadwork.start, roadwork.end, timezone.now())
    if what is None or roadwork.editor is None:
        return False
    moment = roadwork.end if what is Overdue.END else roadwork.start
    sent = send_notice(
        actor=actor,
        recipient=roadwork.editor,
        template="roadworks/notices/overdue",
        context={"work": roadwork, "what": what.value, "moment": moment},
        dedup_key=f"roadworks.overdue:{roadwork.pk}:{what.value}:{moment:%Y%m%dT%H%M}",
    )
    return sent is not None
