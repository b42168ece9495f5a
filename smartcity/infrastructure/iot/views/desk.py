"""The operator's registry of devices."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from smartcity.infrastructure.iot import selectors, services
from smartcity.infrastructure.iot.forms import OnboardForm
from smartcity.infrastructure.iot.models import Device
from smartcity.infrastructure.iot.roles import OPERATOR
from smartcity.infrastructure.iot.tables import device_table, stream_table
from smartcity.kernel.accounts.access import require_role
from smartcity.kernel.accounts.views import signed_in
from smartcity.kernel.refusal import Refused
from smartcity.kernel.telemetry.models import Refusal
from smartcity.kernel.web.refusals import into_form

SHOWN = 50


@require_safe
@require_role(OPERATOR)
def devices(request: HttpRequest) -> HttpResponse:
    """All devices, and what was refused lately."""
    table = device_table(request, selectors.devices())
    if table.wants_csv:
        return table.csv("geraete")
    return render(request, "iot/devices.html", {"table": table, "refused": Refusal.objects.all()[:SHOWN]})


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(OPERATOR)
def onboard(request: HttpRequest) -> HttpResponse:
    """Take a device into the registry."""
    form = OnboardForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            device = services.onboard_device(actor=signed_in(request), **form.cleaned_data)
        except Refused as refused:
            into_form(form, refused)
        else:
            return redirect(device.get_absolute_url())
    return render(request, "iot/onboard.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@require_role(OPERATOR)
def device(request: HttpRequest, eui: str) -> HttpResponse:
    """One device: newest values, credentials."""
    return _page(request, _find(eui))


@never_cache
@require_POST
@require_role(OPERATOR)
def rotate(request: HttpRequest, eui: str) -> HttpResponse:
    """A new secret, shown this once."""
    found = _find(eui)
    secret = services.rotate_credential(actor=signed_in(request), device=found)
    return _page(request, found, secret=secret)


@require_POST
@require_role(OPERATOR)
def revoke(request: HttpRequest, eui: str) -> HttpResponse:
    """End the device's secret."""
    found = _find(eui)
    services.revoke_credential(actor=signed_in(request), device=found)
    messages.success(request, _("Der Zugang ist gesperrt."))
    return redirect(found.get_absolute_url())


@require_POST
@require_role(OPERATOR)
def retire(request: HttpRequest, eui: str) -> HttpResponse:
    """Take the device out of service."""
    found = _find(eui)
    services.retire_device(actor=signed_in(request), device=found)
    messages.success(request, _("Das Gerät ist außer Dienst."))
    return redirect(found.get_absolute_url())


def _find(eui: str) -> Device:
    return get_object_or_404(selectors.devices(), eui=eui)


def _page(request: HttpRequest, found: Device, secret: str = "") -> HttpResponse:
    table = stream_table(request, selectors.streams_of(found))
    return render(request, "iot/device.html", {"device": found, "table": table, "secret": secret})
