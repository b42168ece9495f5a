"""The office's register of events and truck routes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from smartcity.kernel.accounts.access import require_role
from smartcity.kernel.accounts.views import signed_in
from smartcity.kernel.refusal import Refused
from smartcity.kernel.web.refusals import into_form
from smartcity.mobility.roadworks import road_uses
from smartcity.mobility.roadworks.forms.road_use import RoadUseForm
from smartcity.mobility.roadworks.models import RoadUse
from smartcity.mobility.roadworks.roles import EDITOR
from smartcity.mobility.roadworks.tables import road_use_table


@require_safe
@require_role(EDITOR)
def uses(request: HttpRequest) -> HttpResponse:
    """All of them, as table and CSV."""
    table = road_use_table(request, RoadUse.objects.all())
    return table.csv("nutzungen") if table.wants_csv else render(request, "roadworks/road_uses.html", {"table": table})


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(EDITOR)
def enter(request: HttpRequest) -> HttpResponse:
    """Enter an event or truck route."""
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(EDITOR)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one."""
    return _edit(request, get_object_or_404(RoadUse, pk=pk))


@require_POST
@require_role(EDITOR)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove one."""
    road_uses.remove_use(actor=signed_in(request), use=get_object_or_404(RoadUse, pk=pk))
    messages.success(request, _("Entfernt."))
    return redirect("roadworks:road-uses")


def _edit(request: HttpRequest, stored: RoadUse | None) -> HttpResponse:
    form = RoadUseForm(request.POST or None, initial=RoadUseForm.initial_of(stored) if stored else None)
    if request.method == "POST" and form.is_valid():
        try:
            if stored is None:
                saved = road_uses.enter_use(actor=signed_in(request), facts=form.facts())
            else:
                saved = road_uses.change_use(actor=signed_in(request), use=stored, facts=form.facts())
        except Refused as refused:
            into_form(form, refused)
        else:
            messages.success(request, _("Gespeichert: %(title)s") % {"title": saved.title})
            return redirect("roadworks:road-uses")
    status = 422 if form.errors else 200
    return render(request, "roadworks/road_use.html", {"form": form, "stored": stored}, status=status)
