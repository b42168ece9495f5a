"""Reads: what the public may see of the portfolio, and how one searches it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute

from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramWordSimilarity
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Greatest

from smartcity.steering.portfolio.domain import PHASES, UNDER_WAY, Kind, Part, Phase, Stage
from smartcity.steering.portfolio.models import (
    Board,
    BoardSeat,
    Field,
    OrganisationLevel,
    Participation,
    Partner,
    Plan,
    PlanReference,
    Project,
    ProjectField,
)
from smartcity.steering.portfolio.running import running_systems

LIKE_ENOUGH = 0.5
LONGEST_SEARCH = 200


@dataclass(frozen=True, slots=True)
class ProjectFilter:
    """What a reader asks for; empty values ask for everything."""

    text: str = ""
    field: str = ""
    partner: str = ""
    phase: str = ""
    kind: str = ""


@dataclass(slots=True)
class FieldProgress:
    """How far a field of action is: entries by stage, and how many run as a system of this platform."""

    field: Field
    stages: Counter[Stage] = attribute(default_factory=Counter)
    numbers: list[str] = attribute(default_factory=list)
    on_platform: int = 0

    @property
    def total(self) -> int:
        """Number of published entries in the field."""
        return self.stages.total()


def public_projects() -> QuerySet[Project]:
    """Published projects and measures in the plan's order, with what a list shows of them."""
    shown = Participation.objects.select_related("partner").order_by("order")
    return (
        Project.objects.filter(published=True)
        .defer("search")
        .prefetch_related(
            Prefetch("field_links", ProjectField.objects.select_related("field").order_by("order")),
            Prefetch("participations", shown),
        )
    )


def projects(wanted: ProjectFilter) -> QuerySet[Project]:
    """Published projects that fit: by relevance when text is searched, else in the plan's order."""
    found = public_projects().annotate(phase_order=_phase_order())
    if wanted.field:
        found = found.filter(Exists(ProjectField.objects.filter(project=OuterRef("pk"), field__slug=wanted.field)))
    if wanted.partner:
        found = found.filter(Exists(_parts(partner__slug=wanted.partner, partner__published=True)))
    if wanted.phase:
        found = found.filter(phase=wanted.phase)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    return matching(found, wanted.text)


def matching(found: QuerySet[Project], text: str) -> QuerySet[Project]:
    """Those that match words (German, English, inflected), nearly match (typos), or are named so in the plan."""
    text = " ".join(text.replace("\x00", " ").split())[:LONGEST_SEARCH]
    if not text:
        return found
    words = SearchQuery(text, config="german", search_type="websearch") | SearchQuery(
        text, config="english", search_type="websearch"
    )
    alike = Greatest(TrigramWordSimilarity(text, "title_de"), TrigramWordSimilarity(text, "title_en"))
    return (
        found.annotate(relevance=SearchRank(F("search"), words), alike=alike)
        .filter(Q(search=words) | Q(alike__gte=LIKE_ENOUGH) | Q(number=text) | Exists(_parts(words__icontains=text)))
        .order_by("-relevance", "-alike", "position")
    )


def _parts(**conditions: object) -> QuerySet[Participation]:
    return Participation.objects.filter(project=OuterRef("pk")).filter(**conditions)


def _phase_order() -> Case:
    cases = [When(phase=str(phase), then=Value(order)) for order, phase in enumerate(PHASES)]
    return Case(*cases, output_field=IntegerField())


def project_page_rows() -> QuerySet[Project]:
    """Published projects with all that a project's own page shows."""
    others = Project.objects.filter(published=True).defer("search")
    return public_projects().prefetch_related(
        "milestones", "references", Prefetch("related", others, to_attr="related_public")
    )


def neighbours(shown: Project) -> tuple[Project | None, Project | None]:
    """The published entries before and after it in the plan."""
    others = Project.objects.filter(published=True).only("number", "slug", "title_de", "title_en", "position")
    before = others.filter(position__lt=shown.position).order_by("-position").first()
    return before, others.filter(position__gt=shown.position).order_by("position").first()


def fields() -> QuerySet[Field]:
    """The fields of action in the plan's order."""
    return Field.objects.order_by("order")


def partners() -> QuerySet[Partner]:
    """Published partners in the plan's order."""
    return Partner.objects.filter(published=True).order_by("order")


def parts_of_partners(shown: Iterable[Partner]) -> dict[int, dict[Part, list[Project]]]:
    """For each partner's key: the published projects that it leads, and those in which it takes part."""
    rows = (
        Participation.objects.filter(partner__in=list(shown), project__published=True)
        .select_related("project")
        .defer("project__search")
        .order_by("project__position", "order")
    )
    found: dict[int, dict[Part, list[Project]]] = {}
    for row in rows:
        mine = found.setdefault(row.partner_id or 0, {Part.LEAD: [], Part.INVOLVED: []})[Part(row.part)]
        if row.project not in mine:
            mine.append(row.project)
    return found


def field_progress() -> list[FieldProgress]:
    """Progress of every field, in two queries."""
    progress = {field.pk: FieldProgress(field) for field in fields()}
    running = running_systems()
    rows = ProjectField.objects.filter(project__published=True).order_by("project__position")
    for field_id, phase, number in rows.values_list("field_id", "project__phase", "project__number"):
        progress[field_id].numbers.append(number)
        progress[field_id].stages[PHASES[Phase(phase)].stage] += 1
        progress[field_id].on_platform += number in running
    return list(progress.values())


def plan() -> Plan | None:
    """The city's plan with its stations; None before a city's folder was loaded."""
    return Plan.objects.prefetch_related("stations").order_by("pk").first()


def counts() -> dict[Kind, int]:
    """Number of published projects and measures."""
    found = Counter(Project.objects.filter(published=True).values_list("kind", flat=True))
    return {kind: found[str(kind)] for kind in Kind}


def phase_counts() -> dict[Phase, int]:
    """Number of published entries in each phase."""
    found = Counter(Project.objects.filter(published=True).values_list("phase", flat=True))
    return {phase: found[str(phase)] for phase in PHASES}


def references() -> QuerySet[PlanReference]:
    """Interfaces to other plans, in the plan's order."""
    return PlanReference.objects.order_by("order")


def levels() -> QuerySet[OrganisationLevel]:
    """The four levels of the organisation, highest first, with their boards."""
    return OrganisationLevel.objects.prefetch_related("boards").order_by("order")


def boards() -> QuerySet[Board]:
    """The boards with their seats."""
    seats = BoardSeat.objects.prefetch_related(Prefetch("partners", partners())).order_by("order")
    return Board.objects.select_related("level").prefetch_related(Prefetch("seats", seats)).order_by("order")


def leading_partners() -> list[tuple[Partner, Sequence[Project]]]:
    """Partners that lead at least one project under way: they send decision makers to the programme board."""
    rows = (
        Participation.objects.filter(
            part=str(Part.LEAD),
            partner__published=True,
            project__published=True,
            project__kind=str(Kind.PROJECT),
            project__phase__in=[str(phase) for phase in UNDER_WAY],
        )
        .select_related("partner", "project")
        .defer("project__search")
        .order_by("partner__order", "project__position")
    )
    found: dict[Partner, list[Project]] = {}
    for row in rows:
        if row.partner is not None and row.project not in found.setdefault(row.partner, []):
            found[row.partner].append(row.project)
    return list(found.items())
