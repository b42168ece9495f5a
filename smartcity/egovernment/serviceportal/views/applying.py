"""Filling in an application: begin, step by step, check, send."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from smartcity.egovernment.serviceportal.filling import Filling
from smartcity.egovernment.serviceportal.owning import behind, own_draft, remember
from smartcity.kernel.accounts.access import acting
from smartcity.kernel.accounts.guards import Limit, limited
from smartcity.kernel.accounts.models import Person
from smartcity.kernel.cases import drafting
from smartcity.kernel.cases.domain import Applicant
from smartcity.kernel.cases.models import Case, Draft
from smartcity.kernel.cases.storing import declared_procedures
from smartcity.kernel.cases.submitting import submit
from smartcity.kernel.refusal import Refused

BEGINNINGS, SENDINGS = Limit(60, 60, 3600), Limit(30, 30, 3600)


@require_POST
@limited("antrag", BEGINNINGS)
def begin(request: HttpRequest, key: str) -> HttpResponseBase:
    """Begin an application; without an account its link is shown on every page."""
    procedure = declared_procedures().get(key)
    if procedure is None:
        raise Http404
    person = request.user if isinstance(request.user, Person) else None
    if person is None and procedure.applicant is Applicant.ACCOUNT:
        messages.info(request, _("Für diesen Antrag brauchen Sie ein Konto. Danach geht es hier weiter."))
        return redirect(f"/konto/anmelden/?next=/leistungen/antrag/{key}")
    try:
        draft, secret = drafting.begin_draft(actor=acting(request), procedure=procedure, person=person)
    except Refused as refused:
        context = {"procedure": procedure, "refusals": refused.refusals}
        return render(request, "serviceportal/start.html", context, status=403)
    if secret:
        remember(request, secret)
        request.session[f"serviceportal.link.{draft.uuid}"] = secret
    return redirect("serviceportal:step", draft.uuid, procedure.form.steps[0].key)


@require_safe
def start(request: HttpRequest, key: str) -> HttpResponse:
    """The question before an application that needs an account, where the sign-in comes back to."""
    procedure = declared_procedures().get(key)
    if procedure is None:
        raise Http404
    return render(request, "serviceportal/start.html", {"procedure": procedure})


@require_safe
@never_cache
def resume(request: HttpRequest, secret: str) -> HttpResponse:
    """Open a link: the draft where it was left, or the case that it became."""
    found = behind(secret)
    if found is None:
        return render(request, "serviceportal/gone.html", status=404)
    remember(request, secret)
    if isinstance(found, Case):
        return redirect("serviceportal:case", found.number)
    request.session[f"serviceportal.link.{found.uuid}"] = secret
    return redirect("serviceportal:summary", found.uuid)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def step(request: HttpRequest, uuid: UUID, key: str) -> HttpResponse:
    """One step: fill in, go on, back, add or remove rows and files."""
    filling = Filling(request, own_draft(request, uuid), key)
    if request.method == "POST" and (target := filling.act(acting(request))):
        return redirect(target)
    return render(request, "serviceportal/step.html", filling.context(), status=422 if filling.is_refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@limited("antrag-senden", SENDINGS)
def summary(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """All answers with what is still missing; sending."""
    if request.method == "POST" and (sent := Case.objects.filter(draft=uuid).first()):
        return redirect("serviceportal:done", sent.number)
    draft = own_draft(request, uuid)
    filling = Filling(request, draft, "")
    if request.method == "POST":
        try:
            return redirect("serviceportal:done", _sent(request, draft).number)
        except Refused:
            return render(request, "serviceportal/summary.html", filling.overview(pressed=True), status=422)
    return render(request, "serviceportal/summary.html", filling.overview())


def _sent(request: HttpRequest, draft: Draft) -> Case:
    case = submit(actor=acting(request), draft=draft)
    secret = request.session.pop(f"serviceportal.link.{draft.uuid}", "")
    if secret:
        request.session[f"serviceportal.link.{case.number}"] = secret
    return case


@require_POST
def discard(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Delete a draft."""
    drafting.delete_draft(actor=acting(request), draft=own_draft(request, uuid))
    messages.success(request, _("Der Entwurf ist gelöscht."))
    return redirect("serviceportal:services")
