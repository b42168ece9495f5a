"""Who holds which role, and what the services refuse."""

from __future__ import annotations

import pytest

from smartcity.kernel.accounts.models import Person, RoleGrant
from smartcity.kernel.accounts.predicates import has_role, has_role_for_office
from smartcity.kernel.accounts.roles import ADMINISTRATOR, AUDITOR, declared_roles
from smartcity.kernel.accounts.services import grant_role, revoke_role
from smartcity.kernel.accounts.tests.factories import person
from smartcity.kernel.refusal import Refused
from smartcity.kernel.service import SystemActor

pytestmark = pytest.mark.django_db
ACTOR = SystemActor("test")


class Thing:
    office = "amt-61"


def test_a_role_is_held_for_all_offices_or_for_one() -> None:
    everywhere, elsewhere, here = person(AUDITOR), person(AUDITOR, office="amt-10"), person(AUDITOR, office="amt-61")
    allowed = has_role_for_office(AUDITOR)
    assert [allowed(who, Thing()) for who in (everywhere, elsewhere, here, person())] == [True, False, True, False]
    assert has_role(AUDITOR)(elsewhere)
    assert not has_role(ADMINISTRATOR)(elsewhere)


def test_staff_is_whoever_holds_a_staff_role() -> None:
    someone = person()
    grant_role(actor=ACTOR, person=someone, key=AUDITOR)
    grant_role(actor=ACTOR, person=someone, key=AUDITOR)
    assert Person.objects.get(pk=someone.pk).is_staff
    assert RoleGrant.objects.filter(person=someone).count() == 1
    revoke_role(actor=ACTOR, person=someone, key=AUDITOR)
    assert not Person.objects.get(pk=someone.pk).is_staff
    assert not has_role(AUDITOR)(someone)


def test_an_unknown_role_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Refused, match=r"gardener.*auditor"):
        grant_role(actor=ACTOR, person=person(), key="gardener")


def test_the_last_administrator_stays() -> None:
    first = person(ADMINISTRATOR)
    with pytest.raises(Refused, match="letzte Administration"):
        revoke_role(actor=ACTOR, person=first, key=ADMINISTRATOR)
    person(ADMINISTRATOR)
    revoke_role(actor=ACTOR, person=first, key=ADMINISTRATOR)


def test_a_locked_account_holds_nothing() -> None:
    locked = person(AUDITOR, is_active=False)
    assert not has_role(AUDITOR)(locked)


def test_every_declared_key_names_its_room() -> None:
    assert {ADMINISTRATOR, AUDITOR} <= set(declared_roles())
