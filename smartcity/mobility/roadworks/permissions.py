"""Who may do what with roadworks."""

from __future__ import annotations

from typing import Any

from smartcity.kernel.accounts.models import Person
from smartcity.kernel.accounts.predicates import add_perm, has_role, predicate
from smartcity.mobility.roadworks.models import Roadwork
from smartcity.mobility.roadworks.roles import EDITOR, SITE_MANAGER


@predicate
def builds_it(person: Any, roadwork: Roadwork | None = None) -> bool:
    """The person belongs to the organisation that carries out the works."""
    return (
        isinstance(person, Person)
        and roadwork is not None
        and roadwork.organisation_id is not None
        and person.memberships.filter(organisation_id=roadwork.organisation_id).exists()
    )


is_editor = has_role(EDITOR)
is_site_manager = has_role(SITE_MANAGER)

add_perm("roadworks.edit", is_editor)
add_perm("roadworks.report", is_editor | is_site_manager)
add_perm("roadworks.confirm", is_editor | (is_site_manager & builds_it))
