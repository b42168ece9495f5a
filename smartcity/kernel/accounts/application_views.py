"""Applications that use the city account: a person's own list, and the administration's."""

from __future__ import annotations

from allauth.idp.oidc.models import Client
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from smartcity.kernel.accounts import applications as services
from smartcity.kernel.accounts.access import require_role
from smartcity.kernel.accounts.application_forms import ApplicationForm, NewApplicationForm
from smartcity.kernel.accounts.roles import ADMINISTRATOR
from smartcity.kernel.accounts.views import signed_in

read_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@login_required
@never_cache
def connected(request: HttpRequest) -> HttpResponse:
    """Applications that I let in."""
    return render(request, "accounts/connected.html", {"applications": services.connected(signed_in(request))})


@require_POST
@login_required
def disconnect(request: HttpRequest, pk: str) -> HttpResponse:
    """Take back what I granted an application."""
    person = signed_in(request)
    client = get_object_or_404(services.connected(person), pk=pk)
    services.disconnect(actor=person, person=person, client=client)
    messages.success(request, _("Die Verbindung mit „%(name)s“ ist getrennt.") % {"name": client.name})
    return redirect("accounts:connected")


@read_or_post
@require_role(ADMINISTRATOR)
@never_cache
def applications(request: HttpRequest) -> HttpResponse:
    """All applications; a form for one more, whose secret is shown once."""
    form = NewApplicationForm(request.POST or None)
    if form.is_valid():
        client, secret = services.register_application(actor=signed_in(request), **form.cleaned_data)
        return render(request, "accounts/application_secret.html", {"client": client, "secret": secret})
    context = {"form": form, "applications": services.applications()}
    return render(request, "accounts/applications.html", context, status=422 if form.errors else 200)


@read_or_post
@require_role(ADMINISTRATOR)
def application(request: HttpRequest, pk: str) -> HttpResponse:
    """One application: change it, renew its secret, remove it."""
    client = get_object_or_404(Client, pk=pk)
    form = ApplicationForm.of(client, request.POST or None)
    if form.is_valid():
        services.change_application(actor=signed_in(request), client=client, **form.cleaned_data)
        messages.success(request, _("Gespeichert."))
        return redirect("accounts:applications")
    context = {"form": form, "client": client}
    return render(request, "accounts/application.html", context, status=422 if form.errors else 200)


@require_POST
@require_role(ADMINISTRATOR)
@never_cache
def new_secret(request: HttpRequest, pk: str) -> HttpResponse:
    """A new secret, shown once; an application that keeps none gets none."""
    client = get_object_or_404(Client, pk=pk, type=Client.Type.CONFIDENTIAL)
    secret = services.renew_secret(actor=signed_in(request), client=client)
    return render(request, "accounts/application_secret.html", {"client": client, "secret": secret})


@require_POST
@require_role(ADMINISTRATOR)
def remove(request: HttpRequest, pk: str) -> HttpResponse:
    """Remove an application."""
    client = get_object_or_404(Client, pk=pk)
    services.remove_application(actor=signed_in(request), client=client)
    messages.success(request, _("„%(name)s“ ist entfernt.") % {"name": client.name})
    return redirect("accounts:applications")


def no_device_flow(request: HttpRequest) -> HttpResponse:
    """Signing in by a code on another device is not offered; allauth's discovery only needs the name."""
    raise Http404
