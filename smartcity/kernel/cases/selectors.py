"""Reads: a person's cases and drafts, a clerk's list."""

from __future__ import annotations

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet

from smartcity.kernel.accounts.models import Person
from smartcity.kernel.cases.models import Case, Draft
from smartcity.kernel.cases.roles import CLERK


def cases_of(person: Person) -> QuerySet[Case]:
    """The person's cases and those of their organisations, the newest first."""
    mine = Q(applicant=person) | Q(organisation__memberships__person=person)
    return Case.objects.filter(mine).distinct().select_related("version", "organisation")


def drafts_of(person: Person) -> QuerySet[Draft]:
    """The person's drafts."""
    return Draft.objects.filter(person=person).select_related("version")


def worklist(person: Person) -> QuerySet[Case]:
    """Cases of the offices that the person works for, what is due first on top."""
    offices = {office for role, office in person.granted if role == CLERK}
    found = Case.objects.select_related("version", "assigned").order_by("is_final", "due_on", "pk")
    return found if "" in offices else found.filter(office__in=offices)


def matching(cases: QuerySet[Case], text: str) -> QuerySet[Case]:
    """Cases by number or by words in the answers (German full text)."""
    wanted = text.replace("\x00", " ").strip()
    words = SearchQuery(wanted, config="german", search_type="websearch")
    return cases.filter(Q(number__icontains=wanted) | Q(search=words)) if wanted else cases
