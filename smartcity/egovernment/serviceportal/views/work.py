"""The clerks' workplace: list with deadlines, one case, its steps, messages, notes and decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from smartcity.egovernment.serviceportal.about_cases import case_context
from smartcity.egovernment.serviceportal.forms.numbers import seen_revision
from smartcity.egovernment.serviceportal.forms.work import HandOverForm, WorkFilter, wanted_day
from smartcity.egovernment.serviceportal.measuring import durations
from smartcity.egovernment.serviceportal.tables import work_table
from smartcity.kernel.accounts.access import require_role
from smartcity.kernel.accounts.views import signed_in
from smartcity.kernel.cases import working
from smartcity.kernel.cases.domain import Who
from smartcity.kernel.cases.models import Case
from smartcity.kernel.cases.roles import CLERK
from smartcity.kernel.cases.selectors import worklist
from smartcity.kernel.refusal import Refusal, Refused


@require_safe
@require_role(CLERK)
def cases(request: HttpRequest) -> HttpResponse:
    """The cases of my offices, what is due first on top."""
    person, form = signed_in(request), WorkFilter(request.GET)
    table = work_table(request, form.among(worklist(person), person))
    if table.wants_csv:
        return table.csv("vorgaenge")
    return render(request, "serviceportal/work.html", {"form": form, "table": table})


@require_safe
@require_role(CLERK)
def statistics(request: HttpRequest) -> HttpResponse:
    """How long cases take, by procedure."""
    return render(request, "serviceportal/statistics.html", {"rows": durations(worklist(signed_in(request)))})


def _own(request: HttpRequest, number: str) -> Case:
    found = get_object_or_404(Case.objects.select_related("version", "assigned"), number=number)
    if not request.user.has_perm("cases.work_on", found):
        raise PermissionDenied
    return found


@require_safe
@require_role(CLERK)
def case(request: HttpRequest, number: str) -> HttpResponse:
    """One case with everything that can be done now."""
    return _page(request, _own(request, number))


def _page(request: HttpRequest, found: Case, status: int = 200, **more: Any) -> HttpResponse:
    context = {**case_context(found, Who.CLERK), "hand_over": HandOverForm(found), **more}
    return render(request, "serviceportal/work_case.html", context, status=status)


@require_POST
@require_role(CLERK)
def act(request: HttpRequest, number: str) -> HttpResponse:
    """A step, a message, a note, a decision, a signature, or another person."""
    found = _own(request, number)
    do = _ACTS.get(request.POST.get("tun", ""))
    try:
        if do is None:
            raise Refused([Refusal(_("Schritt"), _("Das gibt es hier nicht."))])
        do(request, found)
    except Refused as refused:
        again = Case.objects.select_related("version", "assigned").get(pk=found.pk)
        return _page(request, again, 422, refusals=refused.refusals, typed=request.POST.get("text", ""))
    messages.success(request, _("Gespeichert."))
    return redirect("serviceportal:work-case", number)


def _step(request: HttpRequest, found: Case) -> None:
    working.take_step(
        actor=signed_in(request),
        case=found,
        step=request.POST.get("schritt", ""),
        by=Who.CLERK,
        revision=seen_revision(request),
        text=request.POST.get("text", ""),
        answer_by=wanted_day(request.POST.get("bis", "")),
    )


def _decide(request: HttpRequest, found: Case) -> None:
    working.decide(
        actor=signed_in(request),
        case=found,
        step=request.POST.get("schritt", ""),
        text=request.POST.get("text", ""),
        revision=seen_revision(request),
    )


def _assign(request: HttpRequest, found: Case) -> None:
    form = HandOverForm(found, request.POST)
    person = signed_in(request) if "nehmen" in request.POST else form.chosen()
    working.assign(actor=signed_in(request), case=found, person=person, revision=seen_revision(request))


def _message(request: HttpRequest, found: Case) -> None:
    working.write_message(actor=signed_in(request), case=found, text=request.POST.get("text", ""), by=Who.CLERK)


_ACTS: dict[str, Callable[[HttpRequest, Case], None]] = {
    "schritt": _step,
    "entscheiden": _decide,
    "zeichnen": lambda request, found: _done(
        working.sign(actor=signed_in(request), case=found, revision=seen_revision(request))
    ),
    "nachricht": _message,
    "vermerk": lambda request, found: _done(
        working.write_note(actor=signed_in(request), case=found, text=request.POST.get("text", ""))
    ),
    "zuteilen": _assign,
}


def _done(result: object) -> None:
    """What a service returns is of no use here."""
