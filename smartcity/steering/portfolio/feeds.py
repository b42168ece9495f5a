"""The portfolio as open data: CSV after RFC 4180 in UTF-8, with stable English column names."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from smartcity.steering.portfolio import selectors
from smartcity.steering.portfolio.domain import Part
from smartcity.steering.portfolio.models import Partner, Project
from smartcity.steering.portfolio.running import running_systems

PROJECT_COLUMNS = (
    "number", "slug", "kind", "title_de", "title_en", "fields", "responsible", "partners", "phase", "phase_de",
    "phase_en", "system", "summary_de", "summary_en", "goal_de", "goal_en", "sdgs", "plan_url",
)  # fmt: skip
PARTNER_COLUMNS = ("slug", "name", "short", "kind", "url", "summary_de", "summary_en", "leads", "takes_part_in")
BETWEEN = "|"


def projects_csv(projects: Iterable[Project]) -> HttpResponse:
    """All projects and measures; several values in one cell are separated by ``|``."""
    running = running_systems()
    rows = []
    for item in projects:
        system = running.get(item.number)
        facts = {
            "fields": BETWEEN.join(field.slug for field in item.ordered_fields),
            "responsible": BETWEEN.join(item.responsible),
            "partners": BETWEEN.join(partner.slug for partner in item.public_partners),
            "phase_de": item.phase_facts.de,
            "phase_en": item.phase_facts.en,
            "system": system.address if system else "",
            "sdgs": BETWEEN.join(str(goal) for goal in item.sdgs),
        }
        rows.append([facts[name] if name in facts else getattr(item, name) for name in PROJECT_COLUMNS])
    return _csv("projekte.csv", PROJECT_COLUMNS, rows)


def partners_csv(partners: Sequence[Partner]) -> HttpResponse:
    """All partners with the numbers of the projects that they lead or take part in."""
    parts = selectors.parts_of_partners(partners)
    rows = []
    for item in partners:
        mine = parts.get(item.pk, {})
        facts = {
            "leads": BETWEEN.join(project.number for project in mine.get(Part.LEAD, [])),
            "takes_part_in": BETWEEN.join(project.number for project in mine.get(Part.INVOLVED, [])),
        }
        rows.append([facts[name] if name in facts else getattr(item, name) for name in PARTNER_COLUMNS])
    return _csv("partner.csv", PARTNER_COLUMNS, rows)


def _csv(name: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(response)
    writer.writerow(columns)
    writer.writerows(rows)
    return response
