"""/api/v1/portfolio/…: projects, partners and fields of action as JSON."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field as Parameter
from ninja import Query, Router, Schema

from smartcity.steering.portfolio import documents, selectors
from smartcity.steering.portfolio.domain import Kind, PartnerKind, Phase
from smartcity.steering.portfolio.selectors import LONGEST_SEARCH, ProjectFilter

PREFIX = "portfolio"
router = Router()


class Text(Schema):
    """A text in both languages."""

    de: str
    en: str


class ProjectOut(Schema):
    """A project or measure; ``system`` is the address of the system of this platform that carries it, or null."""

    number: str
    slug: str
    kind: Kind
    title: Text
    summary: Text
    fields: list[str]
    responsible: list[str]
    partners: list[str]
    phase: Phase
    system: str | None
    url: str


class MilestoneOut(Schema):
    """A date that the plan states, in its own words; ``approximate``: the plan names no day."""

    kind: Literal["event", "period"]
    begins: date
    ends: date | None
    approximate: bool
    stated: Text
    title: Text


class ReferenceOut(Schema):
    """Another plan or document that this one touches."""

    slug: str
    title: Text
    document: str


class ProjectDetail(ProjectOut):
    """A project or measure with all that the plan says about it."""

    goal: Text
    users: Text
    benefit: Text
    next_step: Text
    phase_source: Text
    involved: list[str]
    sdgs: list[int]
    milestones: list[MilestoneOut]
    references: list[ReferenceOut]
    related: list[str]
    plan_url: str


class PartnerOut(Schema):
    """A partner; ``leads`` and ``takes_part_in`` are numbers of projects."""

    slug: str
    name: str
    short: str
    kind: PartnerKind
    url: str
    summary: Text
    leads: list[str]
    takes_part_in: list[str]


class FieldOut(Schema):
    """A field of action; ``projects`` are numbers in the plan's order, ``running`` how many this platform carries."""

    slug: str
    title: Text
    summary: Text
    projects: list[str]
    running: int


class Projects(Schema):
    """All projects that fit."""

    items: list[ProjectOut]
    count: int


class Partners(Schema):
    """All partners."""

    items: list[PartnerOut]
    count: int


class Fields(Schema):
    """All fields of action."""

    items: list[FieldOut]
    count: int


class Filter(Schema):
    """What to give; a slug that does not exist gives nothing."""

    q: str = Parameter("", max_length=LONGEST_SEARCH)
    field: str = Parameter("", max_length=50)
    partner: str = Parameter("", max_length=50)
    phase: Phase | None = None
    kind: Kind | None = None


@router.get("projects", url_name="portfolio_projects", response=Projects, summary="Projects and measures of the plan")
def projects(request: HttpRequest, asked: Query[Filter]) -> dict[str, Any]:
    """Published projects and measures in the plan's order, or by relevance when ``q`` is searched."""
    wanted = ProjectFilter(asked.q, asked.field, asked.partner, str(asked.phase or ""), str(asked.kind or ""))
    return documents.listed(documents.project_documents(selectors.projects(wanted)))


@router.get("projects/{slug}", url_name="portfolio_project", response=ProjectDetail, summary="One project or measure")
def project(request: HttpRequest, slug: str) -> dict[str, Any]:
    """One published project or measure."""
    return documents.project_detail(get_object_or_404(selectors.project_page_rows(), slug=slug))


@router.get("partners", url_name="portfolio_partners", response=Partners, summary="Partners of the plan")
def partners(request: HttpRequest) -> dict[str, Any]:
    """Published partners in the plan's order."""
    return documents.listed(documents.partner_documents(list(selectors.partners())))


@router.get("fields", url_name="portfolio_fields", response=Fields, summary="Fields of action")
def fields(request: HttpRequest) -> dict[str, Any]:
    """The fields of action in the plan's order."""
    return documents.listed(documents.field_documents())
