"""Whose drafts and cases a visitor may open: those of the account, and those whose link was opened in this session."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from smartcity.kernel.cases.drafting import hashed
from smartcity.kernel.cases.models import Case, Draft
from smartcity.kernel.cases.permissions import applies_for_it

_LINKS, _MOST = "serviceportal.links", 20


def remember(request: HttpRequest, secret: str) -> None:
    """Keep in the session that the visitor knows the secret; what is kept opens nothing elsewhere."""
    links = [link for link in request.session.get(_LINKS, []) if link != hashed(secret)]
    request.session[_LINKS] = [*links, hashed(secret)][-_MOST:]


def _knows(request: HttpRequest, secret_hash: str | None) -> bool:
    return secret_hash is not None and secret_hash in request.session.get(_LINKS, [])


def own_draft(request: HttpRequest, uuid: UUID) -> Draft:
    """The visitor's draft; Http404 for anybody else's."""
    found = get_object_or_404(Draft.objects.select_related("version", "organisation"), uuid=uuid)
    if (found.person_id and found.person_id == request.user.pk) or _knows(request, found.secret_hash):
        return found
    raise Http404


def own_case(request: HttpRequest, number: str) -> Case:
    """The visitor's case as its applicant; Http404 for anybody else's."""
    found = get_object_or_404(Case.objects.select_related("version", "organisation"), number=number)
    if applies_for_it(request.user, found) or _knows(request, found.secret_hash):
        return found
    raise Http404


def behind(secret: str) -> Draft | Case | None:
    """What a link leads to: the draft, or the case that it became."""
    wanted = hashed(secret)
    draft = Draft.objects.filter(secret_hash=wanted).first()
    return draft or Case.objects.filter(secret_hash=wanted).first()
