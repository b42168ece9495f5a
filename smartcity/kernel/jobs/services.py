"""Writes about jobs."""

from __future__ import annotations

from django.http import Http404
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from smartcity.kernel.jobs.app import app
from smartcity.kernel.service import Actor, service


@service
def retry_dead_job(*, actor: Actor, job_id: int) -> None:
    """Put a job that failed for good back into the queue; raises Http404 when there is none."""
    if not ProcrastinateJob.objects.filter(pk=job_id, status="failed").exists():
        raise Http404
    app.job_manager.retry_job_by_id(job_id, retry_at=timezone.now())
