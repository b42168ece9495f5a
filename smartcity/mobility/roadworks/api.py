"""The register for programs: reading is open; site managers report and confirm works."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Status
from ninja.security import HttpBearer

from smartcity.kernel.accounts.access import WithRole
from smartcity.kernel.accounts.models import Person
from smartcity.mobility.roadworks import selectors
from smartcity.mobility.roadworks.exchange import EvidenceIn, Found, RoadworkIn, RoadworkOut, Wanted, out
from smartcity.mobility.roadworks.models import Roadwork
from smartcity.mobility.roadworks.reporting import confirm_by_program, report
from smartcity.mobility.roadworks.roles import EDITOR, SITE_MANAGER
from smartcity.mobility.roadworks.tokens import person_of

PREFIX = "roadworks"
router = Router()


class SiteToken(HttpBearer):
    """``Authorization: Bearer <key>`` of a site manager's program."""

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:
        """The person in whose name the key acts."""
        return person_of(token)


REPORTERS = [SiteToken(), WithRole(EDITOR, SITE_MANAGER)]


@router.get("/", response=Found, url_name="roadworks")
def roadworks(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """Works going on in a time (default today), page by page."""
    found = selectors.with_phases(selectors.wished(selectors.wish_between(**wanted.dict(exclude={"limit", "offset"}))))
    rows = selectors.with_geometry(found)[wanted.offset : wanted.offset + wanted.limit]
    return {"items": [out(row) for row in rows], "count": found.count()}


@router.post("/", response={201: RoadworkOut}, auth=REPORTERS, url_name="report-roadwork")
def report_roadwork(request: HttpRequest, given: RoadworkIn) -> Status[dict[str, Any]]:
    """Report works; they are planned until the office orders them or the field confirms their start."""
    made = report(request.auth, given)  # type: ignore[attr-defined]
    return Status(201, out(_one(made.slug)))


@router.get("/{slug}", response=RoadworkOut, url_name="roadwork")
def roadwork(request: HttpRequest, slug: str) -> dict[str, Any]:
    """One roadwork."""
    return out(_one(slug))


@router.post("/{slug}/confirmations", response=RoadworkOut, auth=REPORTERS, url_name="confirm-roadwork")
def confirm_roadwork(request: HttpRequest, slug: str, given: EvidenceIn) -> dict[str, Any]:
    """Confirm from the field what comes next: the start, then the end."""
    confirm_by_program(request.auth, _one(slug), given)  # type: ignore[attr-defined]
    return out(_one(slug))


def _one(slug: str) -> Roadwork:
    return get_object_or_404(selectors.with_phases(Roadwork.objects.select_related("district")), slug=slug)
