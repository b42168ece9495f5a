"""The portfolio as JSON documents, as the API gives them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from smartcity.steering.portfolio import selectors
from smartcity.steering.portfolio.bilingual import both
from smartcity.steering.portfolio.domain import Part
from smartcity.steering.portfolio.models import Milestone, Partner, Project
from smartcity.steering.portfolio.running import RunningSystem, running_systems

Document = dict[str, Any]


def listed(items: Sequence[Document]) -> Document:
    """A list as every list of this interface looks."""
    return {"items": items, "count": len(items)}


def project_documents(projects: Iterable[Project]) -> list[Document]:
    """Projects as a list shows them."""
    running = running_systems()
    return [_project(item, running) for item in projects]


def project_detail(item: Project) -> Document:
    """One project with everything about it."""
    texts = {name: both(item, name) for name in ("goal", "users", "benefit", "next_step", "phase_source")}
    related: list[Project] = getattr(item, "related_public", [])
    return {
        **_project(item, running_systems()),
        **texts,
        "involved": [partner.slug for partner in item.involved_partners],
        "sdgs": item.sdgs,
        "milestones": [_milestone(step) for step in item.milestones.all()],
        "references": [
            {"slug": other.slug, "title": both(other, "title"), "document": other.document}
            for other in item.references.all()
        ],
        "related": [other.number for other in related],
        "plan_url": item.plan_url,
    }


def partner_documents(partners: Sequence[Partner]) -> list[Document]:
    """Partners with the numbers of their projects."""
    parts = selectors.parts_of_partners(partners)
    return [
        {
            "slug": item.slug,
            "name": item.name,
            "short": item.short,
            "kind": item.kind,
            "url": item.url,
            "summary": both(item, "summary"),
            "leads": [project.number for project in parts.get(item.pk, {}).get(Part.LEAD, [])],
            "takes_part_in": [project.number for project in parts.get(item.pk, {}).get(Part.INVOLVED, [])],
        }
        for item in partners
    ]


def field_documents() -> list[Document]:
    """Fields of action with the numbers of their projects."""
    return [
        {
            "slug": item.field.slug,
            "title": both(item.field, "title"),
            "summary": both(item.field, "summary"),
            "projects": item.numbers,
            "running": item.on_platform,
        }
        for item in selectors.field_progress()
    ]


def _project(item: Project, running: dict[str, RunningSystem]) -> Document:
    system = running.get(item.number)
    return {
        "number": item.number,
        "slug": item.slug,
        "kind": item.kind,
        "title": both(item, "title"),
        "summary": both(item, "summary"),
        "fields": [field.slug for field in item.ordered_fields],
        "responsible": item.responsible,
        "partners": [partner.slug for partner in item.public_partners],
        "phase": item.phase,
        "system": system.address if system else None,
        "url": item.get_absolute_url(),
    }


def _milestone(step: Milestone) -> Document:
    return {
        "kind": step.kind,
        "begins": step.begins,
        "ends": step.ends,
        "approximate": step.approximate,
        "stated": both(step, "stated"),
        "title": both(step, "title"),
    }
