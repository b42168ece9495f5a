"""The operator's alarms: what is out of order, who looks after it, how it ended."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from smartcity.infrastructure.iot.roles import OPERATOR
from smartcity.infrastructure.iot.selectors import alarms as found_alarms
from smartcity.infrastructure.iot.tables import alarm_table
from smartcity.kernel.accounts.access import require_role
from smartcity.kernel.accounts.models import Person
from smartcity.kernel.accounts.views import signed_in
from smartcity.kernel.refusal import Refused
from smartcity.kernel.telemetry.alarms import acknowledge, clear_by_hand, escalate
from smartcity.kernel.telemetry.models import Alarm
from smartcity.kernel.web.components import Tab

LONGEST_NOTE = 500


@require_safe
@require_role(OPERATOR)
def alarms(request: HttpRequest) -> HttpResponse:
    """Open alarms, or all that ever were."""
    everything = request.GET.get("stand") == "alle"
    table = alarm_table(request, found_alarms(only_open=not everything))
    if table.wants_csv:
        return table.csv("alarme")
    tabs = [Tab(_("offene"), "?", current=not everything), Tab(_("alle"), "?stand=alle", current=everything)]
    return render(request, "iot/alarms.html", {"table": table, "tabs": tabs})


@require_safe
@require_role(OPERATOR)
def alarm(request: HttpRequest, number: int) -> HttpResponse:
    """One alarm with what can be done about it."""
    return _page(request, number)


@require_POST
@require_role(OPERATOR)
def act(request: HttpRequest, number: int) -> HttpResponse:
    """Acknowledge, escalate or end an alarm."""
    found = get_object_or_404(Alarm, pk=number)
    do = _ACTS.get(request.POST.get("tun", ""))
    note = request.POST.get("bemerkung", "").replace("\0", "").strip()
    if do is None or len(note) > LONGEST_NOTE:
        rule = _("Diese Handlung gibt es nicht.") if do is None else _("Die Bemerkung hat höchstens 500 Zeichen.")
        return _page(request, number, 422, refusal=rule, typed=note)
    try:
        said = do(signed_in(request), found, note)
    except Refused as refused:
        return _page(request, number, 422, refusal=" ".join(item.rule for item in refused.refusals), typed=note)
    messages.success(request, said)
    return redirect("iot:alarm", number)


def _acknowledge(person: Person, found: Alarm, note: str) -> str:
    acknowledge(actor=person, alarm=found, note=note)
    return _("Sie kümmern sich um diesen Alarm.")


def _escalate(person: Person, found: Alarm, note: str) -> str:
    escalate(actor=person, alarm=found)
    return _("Der Alarm ist eskaliert.")


def _clear(person: Person, found: Alarm, note: str) -> str:
    clear_by_hand(actor=person, alarm=found, note=note)
    return _("Der Alarm ist beendet.")


_ACTS: dict[str, Callable[[Person, Alarm, str], str]] = {
    "bestaetigen": _acknowledge,
    "eskalieren": _escalate,
    "beenden": _clear,
}


def _page(request: HttpRequest, number: int, status: int = 200, **more: str) -> HttpResponse:
    found = get_object_or_404(found_alarms(only_open=False), pk=number)
    return render(request, "iot/alarm.html", {"alarm": found, "facts": _facts(found), **more}, status=status)


def _facts(found: Alarm) -> list[tuple[str, object]]:
    unit = found.datastream.unit_symbol
    return [
        (_("Regel"), found.rule.name),
        (_("Schwere"), found.get_severity_display()),
        (_("Gerät"), found.datastream.thing.name),
        (_("Wert"), "" if found.measured is None else f"{number_format(round(found.measured, 3))} {unit}".strip()),
        (_("ausgelöst"), found.raised_at),
        (_("bestätigt"), found.acknowledged_at),
        (_("bestätigt von"), str(found.acknowledged_by or "")),
        (_("eskaliert"), found.escalated_at),
        (_("entwarnt"), found.cleared_at),
        (_("beendet von"), str(found.cleared_by or "")),
        (_("Bemerkung"), found.note),
    ]
