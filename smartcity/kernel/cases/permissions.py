"""Who may see and change a case."""

from __future__ import annotations

from typing import Any

from smartcity.kernel.accounts.models import Person
from smartcity.kernel.accounts.predicates import add_perm, has_role, has_role_for_office, predicate
from smartcity.kernel.cases.models import Case
from smartcity.kernel.cases.roles import CLERK


@predicate
def applies_for_it(person: Any, case: Case | None = None) -> bool:
    """The case is the person's own, or that of an organisation the person belongs to."""
    if not isinstance(person, Person) or case is None or not person.is_active:
        return False
    if case.applicant_id == person.pk:
        return True
    return case.organisation_id is not None and person.memberships.filter(organisation=case.organisation_id).exists()


works_on_it = has_role_for_office(CLERK)
add_perm("cases.work", has_role(CLERK))
add_perm("cases.work_on", works_on_it)
add_perm("cases.see", applies_for_it | works_on_it)
