"""The portfolio's tables: columns, order, export."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from smartcity.kernel.web.tables import Column, DataTable
from smartcity.steering.portfolio.bilingual import in_language
from smartcity.steering.portfolio.models import Project
from smartcity.steering.portfolio.running import RunningSystem, running_systems

PER_PAGE = 30


def project_table(request: HttpRequest, rows: QuerySet[Project]) -> DataTable:
    """Projects and measures with their fields, offices, phase and state on this platform."""
    running = running_systems()
    title = in_language("title_de", "title_en")
    columns = [
        Column("nummer", _("Nr."), lambda row: row.number, sort="position"),
        Column("titel", _("Titel"), lambda row: row.title, sort=title, link=lambda row: row.get_absolute_url()),
        Column("art", _("Art"), lambda row: row.kind_word, sort="kind"),
        Column("felder", _("Handlungsfelder"), lambda row: ", ".join(field.title for field in row.ordered_fields)),
        Column("zustaendig", _("Zuständig"), lambda row: "; ".join(row.responsible)),
        Column("phase", _("Phase laut Plan"), lambda row: row.phase_title, sort="phase_order"),
        Column("plattform", _("Auf dieser Plattform"), lambda row: _on_platform(running.get(row.number))),
    ]
    return DataTable(request, columns, rows, caption=_("Projekte und Maßnahmen"), per_page=PER_PAGE)


def timeline_table(request: HttpRequest, rows: QuerySet[Project]) -> DataTable:
    """The same projects with what the plan says about their dates."""
    columns = [
        Column("nummer", _("Nr."), lambda row: row.number, sort="position"),
        Column(
            "titel",
            _("Titel"),
            lambda row: row.title,
            sort=in_language("title_de", "title_en"),
            link=lambda row: row.get_absolute_url(),
        ),
        Column("phase", _("Phase laut Plan"), lambda row: row.phase_title, sort="phase_order"),
        Column("termine", _("Termine im Plan"), _dates),
    ]
    return DataTable(request, columns, rows, caption=_("Termine der Projekte und Maßnahmen"), per_page=PER_PAGE)


def _on_platform(system: RunningSystem | None) -> str:
    return str(system.word) if system else gettext("geplant")


def _dates(row: Project) -> str:
    steps = [f"{step.stated}: {step.title}" for step in row.milestones.all()]
    return "; ".join(steps) or gettext("ohne Termin im Plan")
