"""Pages of the portfolio: parse, select, render."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from smartcity.steering.portfolio import feeds, pages, selectors


@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    """/masterplan: the plan at a glance."""
    return render(request, "portfolio/plan.html", pages.plan_page())


@require_safe
def field(request: HttpRequest, slug: str) -> HttpResponse:
    """/masterplan/handlungsfelder/<slug>: one field of action."""
    shown = get_object_or_404(selectors.fields(), slug=slug)
    return render(request, "portfolio/field.html", pages.field_page(shown))


@require_safe
def partners(request: HttpRequest) -> HttpResponse:
    """/masterplan/partner: all partners."""
    return render(request, "portfolio/partners.html", pages.partners_page())


@require_safe
def partner(request: HttpRequest, slug: str) -> HttpResponse:
    """/masterplan/partner/<slug>: one partner."""
    shown = get_object_or_404(selectors.partners(), slug=slug)
    return render(request, "portfolio/partner.html", pages.partner_page(shown))


@require_safe
def projects(request: HttpRequest) -> HttpResponseBase:
    """/projekte: filter, search, sort, export."""
    context, table = pages.list_page(request)
    return table.csv("projekte") if table.wants_csv else render(request, "portfolio/projects.html", context)


@require_safe
def timeline(request: HttpRequest) -> HttpResponseBase:
    """/projekte/zeitleiste: the projects on the axis of time."""
    context, table = pages.timeline_page(request)
    return table.csv("zeitleiste") if table.wants_csv else render(request, "portfolio/timeline.html", context)


@require_safe
def project(request: HttpRequest, slug: str) -> HttpResponse:
    """/projekte/<slug>: one project or measure."""
    shown = get_object_or_404(selectors.project_page_rows(), slug=slug)
    return render(request, "portfolio/project.html", pages.project_page(shown))


@require_safe
def boards(request: HttpRequest) -> HttpResponse:
    """/gremien: the two boards."""
    return render(request, "portfolio/boards.html", pages.boards_page())


@require_safe
def projects_csv(request: HttpRequest) -> HttpResponse:
    """/masterplan/projekte.csv: open data."""
    return feeds.projects_csv(selectors.public_projects())


@require_safe
def partners_csv(request: HttpRequest) -> HttpResponse:
    """/masterplan/partner.csv: open data."""
    return feeds.partners_csv(list(selectors.partners()))
