"""The workplace's page of background work."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from smartcity.kernel.accounts.access import require_role
from smartcity.kernel.accounts.models import Person
from smartcity.kernel.accounts.roles import ADMINISTRATOR
from smartcity.kernel.jobs import selectors
from smartcity.kernel.jobs.services import retry_dead_job

SHOWN = 200


@require_safe
@require_role(ADMINISTRATOR)
def overview(request: HttpRequest) -> HttpResponse:
    """Counts by state, living workers, and the dead jobs with their reason to be looked at."""
    context = {
        "counts": selectors.counts(),
        "workers": selectors.living_workers(),
        "dead": selectors.dead_jobs()[:SHOWN],
    }
    return render(request, "jobs/overview.html", context)


@require_POST
@require_role(ADMINISTRATOR)
def retry(request: HttpRequest, job_id: int) -> HttpResponse:
    """Try a dead job once more."""
    retry_dead_job(actor=cast(Person, request.user), job_id=job_id)
    messages.success(request, _("Der Auftrag wird noch einmal versucht."))
    return redirect("jobs:overview")
