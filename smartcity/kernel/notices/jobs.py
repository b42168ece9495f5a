"""Delivery in the background, and a sweep for what a lost job left behind."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from smartcity.kernel.jobs.app import STEADY, app
from smartcity.kernel.notices.models import Notice
from smartcity.kernel.notices.services import DELIVER, deliver_notice


@app.task(name=DELIVER, queue="mail", retry=STEADY)
def deliver(notice_id: int) -> str:
    """Hand one message to the mail server."""
    return deliver_notice(notice_id)


@app.periodic(cron="*/5 * * * *")
@app.task(name="notices.sweep", queueing_lock="notices.sweep")
def sweep(timestamp: int) -> int:
    """Deliver what has waited for ten minutes; after three days it counts as undeliverable. Returns how many."""
    now = timezone.now()
    waiting = Notice.objects.filter(state=Notice.State.QUEUED)
    waiting.filter(created_at__lt=now - timedelta(days=3)).update(state=Notice.State.FAILED)
    late = list(waiting.filter(created_at__lt=now - timedelta(minutes=10)).values_list("pk", flat=True)[:500])
    for notice_id in late:
        app.configure_task(DELIVER, queueing_lock=f"notice-{notice_id}").defer(notice_id=notice_id)
    return len(late)
