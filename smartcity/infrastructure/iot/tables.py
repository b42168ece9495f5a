"""Tables of devices and of what they measure."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from smartcity.infrastructure.iot.models import Device
from smartcity.kernel.telemetry.models import Alarm, Datastream
from smartcity.kernel.web.tables import Column, DataTable


def device_table(request: HttpRequest, devices: QuerySet[Device]) -> DataTable:
    """The registry: who, what, since when silent."""
    columns = [
        Column("eui", _("EUI"), lambda d: d.eui, sort="eui", link=lambda d: d.get_absolute_url()),
        Column("name", _("Name"), lambda d: d.thing.name, sort="thing__name"),
        Column("typ", _("Typ"), lambda d: str(d.kind), sort="kind__vendor"),
        Column("zustand", _("Zustand"), _state, sort="retired_at"),
        Column("gesehen", _("zuletzt gesehen"), lambda d: moment(d.last_seen), sort="last_seen"),
    ]
    return DataTable(request, columns, devices, caption=_("Geräte"), per_page=25)


def stream_table(request: HttpRequest, streams: QuerySet[Datastream]) -> DataTable:
    """What is measured right now."""
    columns = [
        Column("ort", _("Gerät"), lambda s: s.thing.name, sort="thing__name"),
        Column(
            "groesse",
            _("Messgröße"),
            lambda s: s.observed_property.name,
            sort="observed_property__name",
            link=lambda s: reverse("iot:stream", args=[s.pk]),
        ),
        Column("wert", _("letzter Wert"), value),
        Column("zeit", _("gemessen"), lambda s: moment(_latest(s, "phenomenon_time")), sort="latest__phenomenon_time"),
    ]
    return DataTable(request, columns, streams, caption=_("Messwerte"), per_page=50)


def alarm_table(request: HttpRequest, alarms: QuerySet[Alarm]) -> DataTable:
    """What is out of order, and who looks after it."""
    columns = [
        Column("ausgeloest", _("ausgelöst"), lambda a: moment(a.raised_at), sort="raised_at"),
        Column(
            "regel",
            _("Regel"),
            lambda a: a.rule.name,
            sort="rule__name",
            link=lambda a: reverse("iot:alarm", args=[a.pk]),
        ),
        Column("geraet", _("Gerät"), lambda a: a.datastream.thing.name, sort="datastream__thing__name"),
        Column("schwere", _("Schwere"), lambda a: a.get_severity_display()),
        Column("stand", _("Stand"), _alarm_state),
    ]
    return DataTable(request, columns, alarms, caption=_("Alarme"), per_page=50)


def _alarm_state(alarm: Alarm) -> str:
    if alarm.cleared_at:
        return _("vorbei")
    if alarm.acknowledged_at:
        return _("in Arbeit: %(who)s") % {"who": alarm.acknowledged_by or "–"}
    return _("eskaliert") if alarm.escalated_at else _("offen")


def moment(when: Any) -> str:
    """A moment as the page says it."""
    return date_format(timezone.localtime(when), "SHORT_DATETIME_FORMAT") if when else _("noch nie")


def value(stream: Datastream) -> str:
    """The newest value with its unit."""
    number, other = _latest(stream, "number"), _latest(stream, "value")
    if number is None:
        return "–" if other is None else str(other)
    if stream.result_type == Datastream.ResultType.BOOLEAN:
        return _("ja") if number else _("nein")
    digits = 0 if float(number).is_integer() else 2
    return f"{number_format(number, digits)} {stream.unit_symbol}".strip()


def span_said(span: timedelta) -> str:
    """A span as the page says it: minutes, hours or days."""
    minutes = round(span.total_seconds() / 60)
    if minutes < 120:
        return ngettext("%(n)d Minute", "%(n)d Minuten", minutes) % {"n": minutes}
    if minutes < 2880:
        return _("%(n)d Stunden") % {"n": round(minutes / 60)}
    return _("%(n)d Tage") % {"n": round(minutes / 1440)}


def _latest(stream: Datastream, name: str) -> Any:
    return getattr(getattr(stream, "latest", None), name, None)


def _state(device: Device) -> str:
    state = _("außer Dienst") if device.retired_at else _("im Dienst")
    return f"{state} ({_('simuliert')})" if device.is_simulated else state
