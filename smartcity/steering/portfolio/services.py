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
    row, changed = _put(_known(Plan, "slug", "stations"), Plan, {"slug": plan.slug}, values)
    changed |= _hang(row.stations, [_dated(item) | {"chapter": item.chapter} for item in plan.stations])
    count = int(changed)
    fields = _known(Field, "slug")
    for order, item in enumerate(folder.portfolio.fields):
        texts = _texts(item, "title", "summary")
        count += _put(fields, Field, {"slug": item.slug}, {"order": order, "icon": item.icon} | texts)[1]
    partners = _known(Partner, "slug")
    for order, partner in enumerate(folder.partners.partners):
        facts = partner.model_dump(include={"name", "short", "companies", "published"})
        facts |= {"order": order, "kind": str(partner.kind), "url": partner.url or ""}
        count += _put(partners, Partner, {"slug": partner.slug}, facts | _texts(partner, "summary"))[1]
    return count


def _load_projects(folder: PlanFolder) -> int:
    fields, partners = _known(Field, "slug"), _known(Partner, "slug")
    known = _known(Project, "number", "field_links", "participations", "milestones", "related")
    loaded: dict[str, tuple[Project, bool]] = {}
    for item in folder.portfolio.projects:
        project, changed = _put(known, Project, {"number": item.number}, _project_values(item))
        changed |= _hang(project.field_links, [{"field_id": fields[slug].pk} for slug in item.fields])
        changed |= _hang(project.participations, _participations(item, partners))
        changed |= _hang(project.milestones, [_dated(m) | {"kind": str(m.kind)} for m in item.milestones])
        loaded[item.number] = (project, changed)
    count = 0
    relations = _relations(folder.portfolio.projects)
    for number, (project, changed) in loaded.items():
        count += changed | _link(project.related, [loaded[other][0] for other in relations[number]])
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
        {"part": str(Part.LEAD), "words": lead.words, "partner_id": partners[lead.partner].pk if lead.partner else None}
        for lead in item.responsible
    ]
    involved = [{"part": str(Part.INVOLVED), "words": "", "partner_id": partners[slug].pk} for slug in item.involved]
    return [*leads, *involved]


def _relations(projects: Iterable[shapes.ProjectShape]) -> dict[str, set[str]]:
    """Related numbers in both directions, whichever side names the other."""
    found: dict[str, set[str]] = {item.number: set(item.related) for item in projects}
    for number, others in list(found.items()):
        for other in others:
            found[other].add(number)
    return found


def _load_references(folder: PlanFolder) -> int:
    fields, projects, partners = _known(Field, "slug"), _known(Project, "number"), _known(Partner, "slug")
    known = _known(PlanReference, "slug", "fields", "projects", "partners")
    count = 0
    for order, item in enumerate(folder.portfolio.references):
        values = {"order": order, "kind": str(item.kind), "document": item.document, **_texts(item, "title")}
        reference, changed = _put(known, PlanReference, {"slug": item.slug}, values)
        changed |= _link(reference.fields, [fields[slug] for slug in item.fields])
        changed |= _link(reference.projects, [projects[number] for number in item.projects])
        changed |= _link(reference.partners, [partners[slug] for slug in item.partners])
        count += changed
    return count


def _load_boards(folder: PlanFolder) -> int:
    count = 0
    levels, partners = _known(OrganisationLevel, "slug"), _known(Partner, "slug")
    for level in folder.boards.levels:
        values = {"order": level.order, **_texts(level, "title", "body", "task")}
        row, changed = _put(levels, OrganisationLevel, {"slug": str(level.slug)}, values)
        levels[row.slug] = row
        count += changed
    boards = _known(Board, "slug", "seats__partners")
    for item in folder.boards.boards:
        facts = {
            "order": item.order,
            "level_id": levels[str(item.level)].pk,
            "chapter": item.chapter,
            "rhythm": str(item.rhythm),
            **_texts(item, "title", "role", "chair", "deputy"),
        }
        board, changed = _put(boards, Board, {"slug": item.slug}, facts)
        changed |= _hang(board.seats, [{"rule": str(seat.rule), **_texts(seat, "title")} for seat in item.members])
        for seat_row, seat in zip(_in_order(board.seats), item.members, strict=True):
            changed |= _link(seat_row.partners, [partners[slug] for slug in seat.partners])
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


def _known(model: type[M], key: str, *with_rows: str) -> dict[str, M]:
    """All rows by their key, with the rows that hang on them."""
    return {getattr(row, key): row for row in model._default_manager.prefetch_related(*with_rows)}


def _put(known: Mapping[str, M], model: type[M], key: Row, values: Row) -> tuple[M, bool]:
    """The row with this key and these values, and whether it had to be written."""
    row = known.get(*key.values())
    if row is None:
        return model._default_manager.create(**key, **values), True
    different = [name for name, value in values.items() if getattr(row, name) != value]
    for name in different:
        setattr(row, name, values[name])
    if different:
        row.save(update_fields=different)
    return row, bool(different)


def _in_order(manager: Any) -> list[Any]:
    return sorted(manager.all(), key=lambda row: row.order)


def _hang(manager: Any, rows: Sequence[Row]) -> bool:
    """Make the rows hanging on their owner exactly these, in this order; says whether anything was written."""
    wanted = [dict(row) | {"order": order} for order, row in enumerate(rows)]
    names = list(wanted[0]) if wanted else []
    present = [{name: getattr(row, name) for name in names} for row in _in_order(manager)]
    if present == wanted:
        return False
    if present:
        manager.all().delete()
    manager.bulk_create([manager.model(**{manager.field.name: manager.instance}, **row) for row in wanted])
    _forget(manager)
    return True


def _forget(manager: Any) -> None:
    """Drop the prefetched rows, which are no longer the ones in the database."""
    getattr(manager.instance, "_prefetched_objects_cache", {}).pop(manager.field.related_query_name(), None)


def _link(manager: Any, others: Iterable[models.Model]) -> bool:
    """Make the linked rows exactly these; says whether anything was written."""
    wanted = {other.pk for other in others}
    if {other.pk for other in manager.all()} == wanted:
        return False
    manager.set(wanted)
    return True
