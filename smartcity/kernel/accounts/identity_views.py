"""The counter's page: somebody has shown a passport or identity card, or a check turned out wrong."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from smartcity.kernel.accounts import services
from smartcity.kernel.accounts.access import require_role
from smartcity.kernel.accounts.forms import IdentityForm
from smartcity.kernel.accounts.roles import IDENTITY
from smartcity.kernel.accounts.views import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(IDENTITY)
def identity(request: HttpRequest) -> HttpResponse:
    """Note the level of an account."""
    person = signed_in(request)
    form = IdentityForm(request.POST or None, by=person)
    if form.is_valid():
        found = services.confirm_identity(actor=person, **form.cleaned_data)
        told = {"who": found.email, "level": found.get_trust_display()}
        messages.success(request, _("%(who)s: %(level)s") % told)
        return redirect("accounts:identity")
    return render(request, "accounts/identity.html", {"form": form}, status=422 if form.errors else 200)
