"""Tables of the workplace."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from smartcity.egovernment.serviceportal.about_cases import line_of
from smartcity.kernel.cases.models import Case
from smartcity.kernel.web.tables import Column, DataTable


def _due(case: Case) -> Any:
    day = date_format(case.due_on, "SHORT_DATE_FORMAT")
    return f"{day} ({_('überfällig')})" if line_of(case).late else day


def work_table(request: HttpRequest, cases: QuerySet[Case]) -> DataTable:
    """Cases with deadline and who works on them."""
    columns = [
        Column("nummer", _("Nummer"), lambda c: c.number, sort="number", link=_link),
        Column("verfahren", _("Verfahren"), lambda c: line_of(c).title, sort="version__key"),
        Column("stand", _("Stand"), lambda c: line_of(c).state, sort="state"),
        Column("frist", _("Frist"), _due, sort="due_on"),
        Column("eingang", _("Eingang"), _received, sort="received_at"),
        Column("wer", _("Bearbeitung"), lambda c: c.assigned.get_full_name() if c.assigned else "", sort="assigned"),
    ]
    return DataTable(request, columns, cases, caption=_("Vorgänge"), order="frist")


def _received(case: Case) -> str:
    return date_format(timezone.localtime(case.received_at), "SHORT_DATE_FORMAT")


def _link(case: Case) -> str:
    return reverse("serviceportal:work-case", args=[case.number])
