"""Tables of the workplace."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from smartcity.kernel.web.tables import Column, DataTable
from smartcity.mobility.traffic.labels import CONTROLLERS
from smartcity.mobility.traffic.models import Experiment


def experiments_table(request: HttpRequest, found: QuerySet[Experiment]) -> DataTable:
    """Experiments with their progress."""
    columns = [
        Column("szenario", _("Szenario"), lambda e: e.scenario.title, sort="scenario__title", link=_address),
        Column("gestartet", _("Gestartet"), lambda e: _moment(e.created_at), sort="created_at"),
        Column("steuerungen", _("Steuerungen"), lambda e: ", ".join(str(CONTROLLERS[c]) for c in e.controllers)),
        Column("startwerte", _("Startwerte"), lambda e: ", ".join(map(str, e.seeds))),
        Column("stand", _("Stand"), _state),
    ]
    return DataTable(request, columns, found, caption=_("Versuche"), order="-gestartet", per_page=25)


def _address(found: Experiment) -> str:
    return reverse("traffic:experiment", args=[found.uuid])


def _moment(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")


def _state(found: Any) -> str:
    if found.over < found.total:
        return _("%(over)d von %(total)d Läufen") % {"over": found.over, "total": found.total}
    if found.failed:
        return _("mit Fehlern")
    return _("veröffentlicht") if found.published_at else _("fertig")
