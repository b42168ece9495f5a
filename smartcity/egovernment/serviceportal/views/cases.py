"""A person's own cases: list, one case, messages, files, answers, withdrawal."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from smartcity.egovernment.serviceportal.about_cases import case_context, lines_of
from smartcity.egovernment.serviceportal.forms.numbers import seen_revision
from smartcity.egovernment.serviceportal.owning import own_case
from smartcity.kernel.accounts.access import acting
from smartcity.kernel.accounts.views import signed_in
from smartcity.kernel.cases import working
from smartcity.kernel.cases.domain import Who
from smartcity.kernel.cases.models import CaseDocument
from smartcity.kernel.cases.selectors import cases_of, drafts_of
from smartcity.kernel.documents.views import as_download
from smartcity.kernel.refusal import Refused

PAGE = 200


@require_safe
@login_required
@never_cache
def my_cases(request: HttpRequest) -> HttpResponse:
    """My cases and drafts, what waits for me first."""
    person = signed_in(request)
    cases = lines_of(cases_of(person)[:PAGE])
    context = {
        "waiting": [line for line in cases if line.waits_for_me],
        "open": [line for line in cases if not line.waits_for_me and not line.case.is_final],
        "closed": [line for line in cases if line.case.is_final],
        "drafts": drafts_of(person)[:PAGE],
    }
    return render(request, "serviceportal/my_cases.html", context)


@require_safe
@never_cache
def case(request: HttpRequest, number: str) -> HttpResponse:
    """One case as its applicant sees it."""
    return _page(request, number)


def _page(request: HttpRequest, number: str, status: int = 200, **more: Any) -> HttpResponse:
    context = case_context(own_case(request, number), Who.APPLICANT)
    return render(request, "serviceportal/case.html", {**context, **more}, status=status)


@require_safe
@never_cache
def done(request: HttpRequest, number: str) -> HttpResponse:
    """What one sees after sending: the number, what happens next, and the link to come back."""
    found = own_case(request, number)
    link = request.session.get(f"serviceportal.link.{number}", "")
    address = request.build_absolute_uri(f"/leistungen/link/{link}") if link else ""
    return render(request, "serviceportal/done.html", {**case_context(found, Who.APPLICANT), "link": address})


@require_POST
def act(request: HttpRequest, number: str) -> HttpResponse:
    """A message with files, an answer to a request, or the withdrawal."""
    found, text = own_case(request, number), request.POST.get("text", "")
    try:
        working.reply(
            actor=acting(request),
            case=found,
            step=request.POST.get("schritt", ""),
            revision=seen_revision(request),
            text=text,
            files=request.FILES.getlist("dateien"),
        )
    except Refused as refused:
        return _page(request, number, 422, refusals=refused.refusals, typed=text)
    messages.success(request, _("Es ist bei uns angekommen."))
    return redirect("serviceportal:case", number)


@require_safe
def document(request: HttpRequest, number: str, uuid: UUID) -> FileResponse:
    """A file of one's own case."""
    found = own_case(request, number)
    kept = get_object_or_404(CaseDocument.objects.select_related("document"), case=found, document__uuid=uuid)
    return as_download(kept.document)
