"""Who may enter which route of the portal."""

from __future__ import annotations

from typing import Any

from smartcity.egovernment.serviceportal.tests.factories import a_case, a_draft
from smartcity.kernel.accounts.models import Person
from tests.access.matrix import ANYONE, OWNER, SIGNED_IN, Row, roles

CLERKS = roles("cases.clerk")
LOST = frozenset({404})


def a_service(owner: Person) -> dict[str, Any]:
    return {"key": "schaden-melden"}


def a_procedure(owner: Person) -> dict[str, Any]:
    return {"key": "damage-report"}


def own_draft(owner: Person) -> dict[str, Any]:
    return {"uuid": a_draft(owner).uuid}


def own_step(owner: Person) -> dict[str, Any]:
    return {"uuid": a_draft(owner).uuid, "key": "what"}


def own_case(owner: Person) -> dict[str, Any]:
    return {"number": a_case(owner).number}


def own_document(owner: Person) -> dict[str, Any]:
    made = a_case(owner, photo=True)
    return {"number": made.number, "uuid": made.documents.get().document.uuid}


def a_link(owner: Person) -> dict[str, Any]:
    return {"secret": "unbekannt"}


ROWS = [
    Row("serviceportal:services", GET=ANYONE),
    Row("serviceportal:service", GET=ANYONE, arguments=a_service),
    Row("serviceportal:start", GET=ANYONE, arguments=a_procedure),
    Row("serviceportal:begin", POST=ANYONE, arguments=a_procedure),
    Row("serviceportal:resume", GET=ANYONE, arguments=a_link, answers=LOST, needs="the secret of a draft"),
    Row("serviceportal:step", GET=OWNER, POST=OWNER, arguments=own_step),
    Row("serviceportal:summary", GET=OWNER, POST=OWNER, arguments=own_draft),
    Row("serviceportal:discard", POST=OWNER, arguments=own_draft),
    Row("serviceportal:my-cases", GET=SIGNED_IN),
    Row("serviceportal:case", GET=OWNER, arguments=own_case),
    Row("serviceportal:done", GET=OWNER, arguments=own_case),
    Row("serviceportal:case-act", POST=OWNER, arguments=own_case),
    Row("serviceportal:case-document", GET=OWNER, arguments=own_document),
    Row("serviceportal:work", GET=CLERKS),
    Row("serviceportal:statistics", GET=CLERKS),
    Row("serviceportal:work-case", GET=CLERKS, arguments=own_case),
    Row("serviceportal:work-act", POST=CLERKS, arguments=own_case),
]
