"""The office's desk: the table of all works, one work with its conflicts, entering and changing."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from smartcity.kernel.accounts.access import require_role
from smartcity.kernel.accounts.views import signed_in
from smartcity.kernel.refusal import Refused
from smartcity.kernel.web.refusals import into_form
from smartcity.mobility.roadworks import attaching, selectors, services
from smartcity.mobility.roadworks.conflicts import judge, overlapping_shape, plan_of
from smartcity.mobility.roadworks.detail import detail_context
from smartcity.mobility.roadworks.forms.attaching import AttachForm
from smartcity.mobility.roadworks.forms.desk import DeskForm, StepForm
from smartcity.mobility.roadworks.forms.entry import Entry
from smartcity.mobility.roadworks.models import Attachment, Roadwork
from smartcity.mobility.roadworks.roles import EDITOR
from smartcity.mobility.roadworks.tables import desk_table


@require_safe
@require_role(EDITOR)
def desk(request: HttpRequest) -> HttpResponse:
    """All works with filters, sorting and CSV."""
    form = DeskForm(request.GET)
    table = desk_table(request, selectors.for_list(_found(form)))
    if table.wants_csv:
        return table.csv("baustellen-arbeitsplatz")
    stale = selectors.stale().count()
    return render(request, "roadworks/desk.html", {"form": form, "table": table, "stale": stale})


def _found(form: DeskForm) -> QuerySet[Roadwork]:
    found = Roadwork.objects.all()
    form.full_clean()
    wanted = form.cleaned_data
    if wanted.get("stand"):
        found = found.filter(state=wanted["stand"])
    if wanted.get("offen"):
        found = found.filter(pk__in=selectors.stale().values("pk"))
    for word in (wanted.get("suche") or "").split()[:6]:
        found = found.filter(selectors.mentions(word) | Q(order_number__icontains=word) | Q(builder__icontains=word))
    return found


@require_safe
@require_role(EDITOR)
def work(request: HttpRequest, pk: int) -> HttpResponse:
    """One work: facts, conflicts with free weeks, and the steps that are possible now."""
    found = get_object_or_404(selectors.with_phases(Roadwork.objects.select_related("district", "editor")), pk=pk)
    verdict = judge(plan_of(found))
    context = {
        **detail_context(found),
        "verdict": verdict,
        "shape": overlapping_shape(found, verdict),
        "step": StepForm(found),
        "attach": AttachForm(),
        "confirmations": found.confirmations.select_related("person", "photo"),
        "all_attachments": found.attachments.select_related("document"),
        "own": found.source_system == services.own_source(),
    }
    return render(request, "roadworks/desk_work.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(EDITOR)
def create(request: HttpRequest) -> HttpResponse:
    """Enter new works."""
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(EDITOR)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change works."""
    return _edit(request, get_object_or_404(selectors.with_phases(Roadwork.objects.all()), pk=pk))


def _edit(request: HttpRequest, stored: Roadwork | None) -> HttpResponse:
    entry = Entry(request, stored)
    if request.method == "POST" and not entry.grows and entry.is_valid():
        try:
            saved = entry.save(signed_in(request))
        except Refused as refused:
            into_form(entry.form, refused)
        else:
            messages.success(request, _("Gespeichert: %(title)s") % {"title": saved.title})
            return redirect("roadworks:desk-work", saved.pk)
    status = 422 if request.method == "POST" and not entry.grows else 200
    return render(request, "roadworks/edit.html", {"entry": entry, "form": entry.form, "stored": stored}, status=status)


@require_POST
@require_role(EDITOR)
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a step in the works' life: order, withdraw, cancel, reinstate, reopen."""
    found = get_object_or_404(Roadwork, pk=pk)
    form = StepForm(found, request.POST)
    try:
        form.take(signed_in(request))
    except Refused as refused:
        for refusal in refused.refusals:
            messages.error(request, f"{refusal.rule} {refusal.hint}")
    return redirect("roadworks:desk-work", pk)


@require_POST
@require_role(EDITOR)
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a plan or another file."""
    found = get_object_or_404(Roadwork, pk=pk)
    form = AttachForm(request.POST, request.FILES)
    try:
        form.store(signed_in(request), found)
    except Refused as refused:
        for refusal in refused.refusals:
            messages.error(request, str(refusal))
    return redirect("roadworks:desk-work", pk)


@require_POST
@require_role(EDITOR)
def detach(request: HttpRequest, pk: int, attachment: int) -> HttpResponse:
    """Remove a file."""
    found = get_object_or_404(Attachment, pk=attachment, roadwork_id=pk)
    attaching.detach(actor=signed_in(request), attachment=found)
    return redirect("roadworks:desk-work", pk)
