"""What changes of cases still owe: papers; a sweep for lost jobs; expired drafts go."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from smartcity.kernel.cases.drafting import delete_draft
from smartcity.kernel.cases.following_up import do_follow_up
from smartcity.kernel.cases.models import Draft, FollowUp
from smartcity.kernel.cases.submitting import FOLLOW_UP
from smartcity.kernel.jobs.app import STEADY, app
from smartcity.kernel.service import SystemActor

SWEEP = SystemActor("cases-sweep")


@app.task(name=FOLLOW_UP, retry=STEADY)
def follow_up(follow_up: int) -> bool:
    """Do one piece of owed work."""
    return do_follow_up(actor=SystemActor("cases"), pk=follow_up)


@app.periodic(cron="* * * * *")
@app.task(name="cases.sweep", queueing_lock="cases.sweep")
def sweep(timestamp: int) -> int:
    """Do what has been owed for over a minute, whatever became of its job; returns how much."""
    late = FollowUp.objects.filter(done_at__isnull=True, created_at__lt=timezone.now() - timedelta(minutes=1))
    return sum(do_follow_up(actor=SWEEP, pk=pk) for pk in list(late.order_by("pk").values_list("pk", flat=True)[:500]))


@app.periodic(cron="41 3 * * *")
@app.task(name="cases.expire", queueing_lock="cases.expire")
def expire(timestamp: int) -> int:
    """Delete drafts that nobody has touched for their time; returns how many."""
    expired = list(Draft.objects.filter(expires_at__lt=timezone.now())[:1000])
    for draft in expired:
        delete_draft(actor=SWEEP, draft=draft)
    return len(expired)
