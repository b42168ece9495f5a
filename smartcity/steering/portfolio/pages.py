"""What the portfolio's pages show, put together from the selectors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from smartcity.kernel.web.components import Tab
from smartcity.kernel.web.tables import DataTable
from smartcity.steering.portfolio import selectors
from smartcity.steering.portfolio.bilingual import in_language
from smartcity.steering.portfolio.cycle import Cycle, cycle
from smartcity.steering.portfolio.domain import CYCLE, PHASES, MilestoneKind, Part, Phase, PhaseFacts, Stage, next_phase
from smartcity.steering.portfolio.forms import ProjectFilterForm
from smartcity.steering.portfolio.models import Field, Milestone, Partner, Project
from smartcity.steering.portfolio.models.choices import STAGE
from smartcity.steering.portfolio.running import health_of, running_systems
from smartcity.steering.portfolio.selectors import FieldProgress
from smartcity.steering.portfolio.tables import project_table, timeline_table
from smartcity.steering.portfolio.timeline import NARROW, Row, Span, Timeline, timeline

STAGE_COLORS = {
    Stage.RUNNING: "var(--series-3)",
    Stage.BUILDING: "var(--series-1)",
    Stage.PLANNED: "var(--line-strong)",
    Stage.STOPPED: "var(--series-2)",
}


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar: where it starts and how wide it is, in percent as text."""

    start: str
    width: str
    color: str


@dataclass(frozen=True, slots=True)
class ProgressBar:
    """A field's progress as a bar, with the same in words."""

    field: Field
    total: int
    on_platform: int
    words: str
    segments: list[Segment]


def progress_bar(progress: FieldProgress) -> ProgressBar:
    """Running, building, planned and stopped entries side by side."""
    start, segments, words = 0.0, [], []
    for stage, color in STAGE_COLORS.items():
        if count := progress.stages[stage]:
            width = 100 * count / progress.total
            segments.append(Segment(f"{start:.2f}%", f"{width:.2f}%", color))
            words.append(f"{count} {STAGE[stage]}")
            start += width
    return ProgressBar(progress.field, progress.total, progress.on_platform, " · ".join(words), segments)


def _phase_name(facts: PhaseFacts) -> str:
    return in_language(facts.de, facts.en)


def _phase_item(facts: PhaseFacts, count: int) -> dict[str, Any]:
    meaning = in_language(facts.meaning_de, facts.meaning_en)
    return {"name": _phase_name(facts), "meaning": meaning, "slug": str(facts.phase), "count": count}


def cycle_picture() -> Cycle:
    """Figure 3 of the plan in the reader's language."""
    return cycle([_phase_name(PHASES[phase]) for phase in CYCLE])


def plan_page() -> dict[str, Any]:
    """The plan at a glance."""
    counts = selectors.phase_counts()
    phases = [_phase_item(facts, counts[facts.phase]) for facts in PHASES.values()]
    return {
        "plan": selectors.plan(),
        "counts": {str(kind): count for kind, count in selectors.counts().items()},
        "partner_count": selectors.partners().count(),
        "progress": [progress_bar(item) for item in selectors.field_progress()],
        "legend": [(STAGE[stage], color) for stage, color in STAGE_COLORS.items()],
        "cycle": cycle_picture(),
        "phases": phases[: len(CYCLE)],
        "outside": phases[len(CYCLE) :],
        "levels": selectors.levels(),
        "references": selectors.references(),
    }


def field_page(field: Field) -> dict[str, Any]:
    """A field of action with its projects."""
    wanted = selectors.ProjectFilter(field=field.slug)
    progress = next(item for item in selectors.field_progress() if item.field == field)
    return {
        "field": field,
        "projects": cards(selectors.projects(wanted)),
        "bar": progress_bar(progress),
        "legend": [(STAGE[stage], color) for stage, color in STAGE_COLORS.items()],
        "references": field.references.all(),
        "others": selectors.fields(),
    }


def cards(projects: Iterable[Project]) -> list[tuple[Project, Any]]:
    """Projects with the system that carries each, if one is installed."""
    running = running_systems()
    return [(project, running.get(project.number)) for project in projects]


def list_page(request: HttpRequest) -> tuple[dict[str, Any], DataTable]:
    """Projects by filter, as cards or as a table."""
    form, wanted = ProjectFilterForm.asked(request)
    table = project_table(request, selectors.projects(wanted))
    as_table = request.GET.get("ansicht") == "tabelle"
    context = {
        "form": form,
        "table": table,
        "as_table": as_table,
        "tabs": _views(table, "tabelle" if as_table else "karten"),
        "cards": [] if as_table or table.wants_csv else cards(table.page.object_list),
    }
    return context, table


def timeline_page(request: HttpRequest) -> tuple[dict[str, Any], DataTable]:
    """Projects by filter on the axis of time; those without a date in the plan in a lane of their own."""
    form, wanted = ProjectFilterForm.asked(request)
    plan = selectors.plan()
    table = timeline_table(request, selectors.projects(wanted).prefetch_related("milestones"))
    shown = [] if table.wants_csv else list(table.page.object_list)
    rows = [Row(f"{item.number} {item.title}", _spans(item.milestones.all())) for item in shown]
    context = {
        "form": form,
        "table": table,
        "tabs": _views(table, "zeitleiste"),
        "picture": timeline(rows, plan.latest_date if plan else date.min),
        "undated": [item for item, row in zip(shown, rows, strict=True) if not row.spans],
        "plan": plan,
    }
    return context, table


def _views(table: DataTable, current: str) -> list[Tab]:
    listing, picture = reverse("portfolio:projects"), reverse("portfolio:timeline")
    as_cards = table.address(ansicht=None, sortieren=None, seite=None)
    as_table = table.address(ansicht="tabelle", seite=None)
    on_axis = table.address(ansicht=None, seite=None)
    return [
        Tab(_("Kacheln"), listing + as_cards.rstrip("?"), current == "karten", "list"),
        Tab(_("Tabelle"), listing + as_table, current == "tabelle", "table_rows"),
        Tab(_("Zeitleiste"), picture + on_axis.rstrip("?"), current == "zeitleiste", "timeline"),
    ]


def _spans(milestones: Iterable[Milestone]) -> list[Span]:
    return [
        Span(item.title, item.stated, item.begins, item.ends, item.kind == MilestoneKind.EVENT, item.approximate)
        for item in milestones
    ]


def _milestone_picture(milestones: Iterable[Milestone], known_until: date) -> Timeline | None:
    spans = _spans(milestones)
    return timeline([Row(span.title, [span]) for span in spans], known_until, NARROW)


def project_page(project: Project) -> dict[str, Any]:
    """Everything about one project or measure."""
    plan = selectors.plan()
    system = running_systems().get(project.number)
    before, after = selectors.neighbours(project)
    phase = Phase(project.phase)
    following = next_phase(phase)
    return {
        "project": project,
        "plan": plan,
        "leads": [part for part in project.participations.all() if part.part == Part.LEAD],
        "steps": [_phase_name(PHASES[item]) for item in CYCLE] if phase in CYCLE else [],
        "step": CYCLE.index(phase) + 1 if phase in CYCLE else 0,
        "following": _phase_name(PHASES[following]) if following else "",
        "milestones": project.milestones.all(),
        "picture": _milestone_picture(project.milestones.all(), plan.latest_date if plan else date.min),
        "system": system,
        "health": health_of(system) if system else [],
        "before": before,
        "after": after,
    }


def partners_page() -> dict[str, Any]:
    """All partners, each with the projects that it leads."""
    partners = list(selectors.partners())
    parts = selectors.parts_of_partners(partners)
    nothing: dict[Part, list[Project]] = {Part.LEAD: [], Part.INVOLVED: []}
    rows = [(item, parts.get(item.pk, nothing)) for item in partners]
    return {"plan": selectors.plan(), "partners": [(item, mine[Part.LEAD], mine[Part.INVOLVED]) for item, mine in rows]}


def partner_page(partner: Partner) -> dict[str, Any]:
    """One partner: projects that it leads or joins, its seats on boards, its links to other plans."""
    mine = selectors.parts_of_partners([partner]).get(partner.pk, {})
    return {
        "partner": partner,
        "leads": mine.get(Part.LEAD, []),
        "involved": mine.get(Part.INVOLVED, []),
        "seats": partner.seats.select_related("board").order_by("board__order", "order"),
        "references": partner.references.all(),
        "plan": selectors.plan(),
    }


def boards_page() -> dict[str, Any]:
    """The boards, and who would sit on the programme board as the portfolio stands."""
    return {
        "boards": selectors.boards(),
        "levels": selectors.levels(),
        "leading": selectors.leading_partners(),
        "plan": selectors.plan(),
    }
