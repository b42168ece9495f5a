"""Writes: a city's plan comes from its folder, all or nothing, and repeating it changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction

from smartcity.kernel.refusal import Refusal, Refused
from smartcity.kernel.service import Actor, service
from smartcity.steering.portfolio import plan_shapes as shapes
from smartcity.steering.portfolio.domain import Kind, Part, plan_position
from smartcity.steering.portfolio.models import (
    Board,
    Field,
    OrganisationLevel,
    Partner,
    Plan,
    PlanReference,
    Project,
)
from smartcity.steering.portfolio.plan_files import PORTFOLIO, PlanFolder, read_plan

M = TypeVar("M", bound=models.Model)
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a loaded folder holds, and what it changed in the database."""

    projects: int
    measures: int
    fields: int
    partners: int
    boards: int
    changed: int
    withdrawn: int


@service
def load_portfolio(*, actor: Actor, directory: Path) -> LoadReport:
    """Take over the plan in ``directory``; what is no longer in it is withdrawn from the public, not deleted.

    Raises Refused, and takes nothing, when any entry of the three files breaks a rule.
    """
    folder = read_plan(directory)
    try:
        with transaction.atomic():
            changed = _load_frame(folder) + _load_projects(folder) + _load_references(folder) + _load_boards(folder)
            withdrawn = _withdraw(folder)
    except IntegrityError as error:
        rule = "Die Angaben vertragen sich nicht mit dem, was schon geladen ist."
        raise Refused([Refusal(PORTFOLIO, rule, str(error).splitlines()[0])]) from error
    kinds = [item.kind for item in folder.portfolio.projects]
    return LoadReport(
        projects=kinds.count(Kind.PROJECT),
        measures=kinds.count(Kind.MEASURE),
        fields=len(folder.portfolio.fields),
        partners=len(folder.partners.partners),
        boards=len(folder.boards.boards),
        changed=changed,
        withdrawn=withdrawn,
    )


def _load_frame(folder: PlanFolder) -> int:
    plan, letter = folder.portfolio.plan, folder.partners.letter_of_intent
    values = {
        **_texts(plan, "title", "goal", "latest_date_stated"),
        "latest_date": plan.latest_date,
        "letter_signed": letter.signed,
        **_texts(letter, "signed_stated", prefix="letter_"),
        "first_signatories": letter.first_signatories,
        "joined_since": letter.joined_since,
    }
    row, changed = _put(Plan, {"slug": plan.slug}, values)
    changed |= _hang(row.stations, [_dated(item) | {"chapter": item.chapter} for item in plan.stations])
    count = int(changed)
    for order, item in enumerate(folder.portfolio.fields):
        count += _put(
            Field, {"slug": item.slug}, {"order": order, "icon": item.icon} | _texts(item, "title", "summary")
        )[1]
    for order, partner in enumerate(folder.partners.partners):
        facts = partner.model_dump(include={"name", "short", "companies", "published"})
        facts |= {"order": order, "kind": str(partner.kind), "url": partner.url or ""}
        count += _put(Partner, {"slug": partner.slug}, facts | _texts(partner, "summary"))[1]
    return count


def _load_projects(folder: PlanFolder) -> int:
    fields = {field.slug: field for field in Field.objects.all()}
    partners = {partner.slug: partner for partner in Partner.objects.all()}
    loaded: dict[str, tuple[Project, bool]] = {}
    for item in folder.portfolio.projects:
        project, changed = _put(Project, {"number": item.number}, _project_values(item))
        places = [{"field": fields[slug]} for slug in item.fields]
        changed |= _hang(project.field_links, places)
        changed |= _hang(project.participations, _participations(item, partners))
        changed |= _hang(project.milestones, [_dated(m) | {"kind": str(m.kind)} for m in item.milestones])
        loaded[item.number] = (project, changed)
    count = 0
    relations = _relations(folder.portfolio.projects)
    for number, (project, changed) in loaded.items():
        others = [loaded[other][0] for other in relations[number]]
        count += changed | _link(project.related, others)
    return count


def _project_values(item: shapes.ProjectShape) -> dict[str, Any]:
    return {
        "position": plan_position(item.number),
        "slug": item.slug,
        "kind": str(item.kind),
        "phase": str(item.phase),
        "sdgs": item.sdgs,
        "plan_url": item.plan_url or "",
        "published": item.published,
        **_texts(item, "title", "summary", "goal", "users", "benefit", "next_step", "phase_source"),
    }


def _participations(item: shapes.ProjectShape, partners: Mapping[str, Partner]) -> list[dict[str, Any]]:
    leads = [
        {"part": str(Part.LEAD), "words": lead.words, "partner": partners[lead.partner] if lead.partner else None}
        for lead in item.responsible
    ]
    involved = [{"part": str(Part.INVOLVED), "words": "", "partner": partners[slug]} for slug in item.involved]
    return [*leads, *involved]


def _relations(projects: Iterable[shapes.ProjectShape]) -> dict[str, set[str]]:
    """Related numbers in both directions, whichever side names the other."""
    found: dict[str, set[str]] = {item.number: set(item.related) for item in projects}
    for number, others in list(found.items()):
        for other in others:
            found[other].add(number)
    return found


def _load_references(folder: PlanFolder) -> int:
    count = 0
    for order, item in enumerate(folder.portfolio.references):
        values = {"order": order, "kind": str(item.kind), "document": item.document, **_texts(item, "title")}
        reference, changed = _put(PlanReference, {"slug": item.slug}, values)
        changed |= _link(reference.fields, Field.objects.filter(slug__in=item.fields))
        changed |= _link(reference.projects, Project.objects.filter(number__in=item.projects))
        changed |= _link(reference.partners, Partner.objects.filter(slug__in=item.partners))
        count += changed
    return count


def _load_boards(folder: PlanFolder) -> int:
    count = 0
    for level in folder.boards.levels:
        values = {"order": level.order, **_texts(level, "title", "body", "task")}
        count += _put(OrganisationLevel, {"slug": str(level.slug)}, values)[1]
    levels = {level.slug: level for level in OrganisationLevel.objects.all()}
    for item in folder.boards.boards:
        values = {
            "order": item.order,
            "level": levels[str(item.level)],
            "chapter": item.chapter,
            "rhythm": str(item.rhythm),
            **_texts(item, "title", "role", "chair", "deputy"),
        }
        board, changed = _put(Board, {"slug": item.slug}, values)
        seats = [{"rule": str(seat.rule), **_texts(seat, "title")} for seat in item.members]
        changed |= _hang(board.seats, seats)
        for row, seat in zip(board.seats.order_by("order"), item.members, strict=True):
            changed |= _link(row.partners, Partner.objects.filter(slug__in=seat.partners))
        count += changed
    return count


def _withdraw(folder: PlanFolder) -> int:
    numbers = [item.number for item in folder.portfolio.projects]
    slugs = [item.slug for item in folder.partners.partners]
    gone = Project.objects.filter(published=True).exclude(number__in=numbers).update(published=False)
    return gone + Partner.objects.filter(published=True).exclude(slug__in=slugs).update(published=False)


def _texts(shape: shapes.Shape, *names: str, prefix: str = "") -> dict[str, str]:
    """Columns ``<name>_de`` and ``<name>_en`` of bilingual attributes; empty where there is no text."""
    columns: dict[str, str] = {}
    for name in names:
        text = getattr(shape, name)
        columns[f"{prefix}{name}_de"] = text.de if text else ""
        columns[f"{prefix}{name}_en"] = text.en if text else ""
    return columns


def _dated(item: shapes.Dated) -> dict[str, Any]:
    return {
        "begins": item.begins,
        "ends": item.ends,
        "approximate": item.approximate,
        **_texts(item, "stated", "title"),
    }


def _put(model: type[M], key: Row, values: Row) -> tuple[M, bool]:
    """The row with this key and these values, and whether it had to be written."""
    manager = model._default_manager
    row = manager.filter(**key).first()
    if row is None:
        return manager.create(**key, **values), True
    different = [name for name, value in values.items() if getattr(row, name) != value]
    for name in different:
        setattr(row, name, values[name])
    if different:
        row.save(update_fields=different)
    return row, bool(different)


def _hang(manager: Any, rows: Sequence[Row]) -> bool:
    """Make the rows hanging on their owner exactly these, in this order; says whether anything was written."""
    wanted = [dict(row) | {"order": order} for order, row in enumerate(rows)]
    names = list(wanted[0]) if wanted else []
    present = [{name: getattr(row, name) for name in names} for row in manager.order_by("order")]
    if present == wanted:
        return False
    manager.all().delete()
    manager.bulk_create([manager.model(**{manager.field.name: manager.instance}, **row) for row in wanted])
    return True


def _link(manager: Any, others: Iterable[models.Model]) -> bool:
    """Make the linked rows exactly these; says whether anything was written."""
    wanted = {other.pk for other in others}
    if set(manager.values_list("pk", flat=True)) == wanted:
        return False
    manager.set(wanted)
    return True
