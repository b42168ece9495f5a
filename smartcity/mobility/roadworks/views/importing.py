"""The import page: a file in, a report per item out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from smartcity.kernel.accounts.access import require_role
from smartcity.kernel.accounts.views import signed_in
from smartcity.kernel.refusal import Refused
from smartcity.kernel.web.refusals import into_form
from smartcity.mobility.roadworks.forms.importing import ImportForm
from smartcity.mobility.roadworks.roles import EDITOR

SHOWN = 500


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(EDITOR)
def import_file(request: HttpRequest) -> HttpResponse:
    """Try a file out, or take it in."""
    sent = request.method == "POST"
    form = ImportForm(request.POST if sent else None, request.FILES if sent else None)
    report = None
    if form.is_valid():
        try:
            report = form.run(signed_in(request))
        except Refused as refused:
            into_form(form, refused)
    shown = report.refused[:SHOWN] if report else []
    context = {"form": form, "report": report, "refused": shown}
    return render(request, "roadworks/import.html", context, status=422 if form.errors else 200)
