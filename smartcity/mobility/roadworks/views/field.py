"""Confirmation in the field, from a phone."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from smartcity.kernel.accounts.access import require_role
from smartcity.kernel.accounts.views import signed_in
from smartcity.kernel.refusal import Refused
from smartcity.kernel.web.refusals import into_form
from smartcity.mobility.roadworks import confirming
from smartcity.mobility.roadworks.forms.confirming import ConfirmForm
from smartcity.mobility.roadworks.glances import glance
from smartcity.mobility.roadworks.models import Roadwork
from smartcity.mobility.roadworks.roles import EDITOR, SITE_MANAGER


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@require_role(EDITOR, SITE_MANAGER)
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """One button: begun, or free again; position and photo may be added."""
    found = get_object_or_404(Roadwork.objects.select_related("district"), pk=pk)
    if not request.user.has_perm("roadworks.confirm", found):
        raise PermissionDenied
    sent = request.method == "POST"
    form = ConfirmForm(request.POST if sent else None, request.FILES if sent else None)
    if form.is_valid():
        try:
            confirming.confirm(
                actor=signed_in(request), roadwork=found, evidence=form.evidence(), photo=form.cleaned_data["photo"]
            )
        except Refused as refused:
            into_form(form, refused)
        else:
            messages.success(request, _("Danke, das ist bestätigt: %(title)s") % {"title": found.title})
            return redirect("roadworks:detail", found.slug)
    context = {"work": found, "glance": glance(found), "form": form, "next": confirming.next_moment(found)}
    return render(request, "roadworks/confirm.html", context, status=422 if form.errors else 200)
