"""The mailbox, and the demo's page of all mails."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from smartcity.kernel.accounts.models import Person
from smartcity.kernel.notices.models import Notice
from smartcity.kernel.notices.services import mark_read

PER_PAGE = 25


@require_GET
@login_required
def mailbox(request: HttpRequest) -> HttpResponse:
    """A person's messages, the newest first."""
    person = cast(Person, request.user)
    page = Paginator(Notice.objects.filter(person=person), PER_PAGE).get_page(request.GET.get("seite"))
    return render(request, "notices/mailbox.html", {"page": page})


@require_GET
@login_required
def message(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One of the person's messages; it counts as read from now on."""
    person = cast(Person, request.user)
    notice = get_object_or_404(Notice, uuid=uuid, person=person)
    mark_read(actor=person, notice=notice)
    return render(request, "notices/message.html", {"notice": notice})


@require_GET
def demo_mails(request: HttpRequest) -> HttpResponse:
    """All mails that the demo would send; exists in the demo alone."""
    if not settings.DEMO:
        raise Http404
    page = Paginator(Notice.objects.all(), PER_PAGE).get_page(request.GET.get("seite"))
    return render(request, "notices/demo_mails.html", {"page": page})
