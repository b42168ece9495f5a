"""The workplace's page of roles: who may do what, for which office; granting and withdrawing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from smartcity.kernel.accounts import selectors, services
from smartcity.kernel.accounts.access import require_role
from smartcity.kernel.accounts.forms import GrantForm, RoleFilter
from smartcity.kernel.accounts.models import RoleGrant
from smartcity.kernel.accounts.roles import ADMINISTRATOR
from smartcity.kernel.accounts.views import signed_in
from smartcity.kernel.refusal import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(ADMINISTRATOR)
def roles(request: HttpRequest) -> HttpResponse:
    """All grants, filtered; a form for one more."""
    chosen, form = RoleFilter(request.GET), GrantForm(request.POST or None)
    if form.is_valid():
        grant = services.grant_role(actor=signed_in(request), **form.granted())
        messages.success(request, _("Rolle vergeben: %(grant)s") % {"grant": grant})
        return redirect("accounts:roles")
    context = {"chosen": chosen, "form": form, "grants": selectors.grants(**chosen.wanted())}
    return render(request, "accounts/roles.html", context, status=422 if form.errors else 200)


@require_POST
@require_role(ADMINISTRATOR)
def withdraw_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one grant back; the last administrator stays."""
    grant = get_object_or_404(RoleGrant.objects.select_related("person"), pk=pk)
    try:
        services.revoke_role(actor=signed_in(request), person=grant.person, key=grant.role, office=grant.office)
    except Refused as refused:
        for refusal in refused.refusals:
            messages.error(request, f"{refusal.rule} {refusal.hint}")
    else:
        messages.success(request, _("Rolle entzogen: %(grant)s") % {"grant": grant})
    return redirect("accounts:roles")
