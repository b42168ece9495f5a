"""Who may enter which route of the portfolio: everybody reads what is published, nobody writes."""

from __future__ import annotations

from smartcity.kernel.accounts.models import Person
from smartcity.steering.portfolio.services import load_portfolio
from smartcity.steering.portfolio.tests.conftest import ACTOR, OWN
from tests.access.matrix import ANYONE, Row


def plan(owner: Person) -> dict[str, object]:
    """The city's plan."""
    load_portfolio(actor=ACTOR, directory=OWN)
    return {}


def project(owner: Person) -> dict[str, object]:
    """A published project."""
    return {**plan(owner), "slug": "baustellen-viewer"}


def partner(owner: Person) -> dict[str, object]:
    """A published partner."""
    return {**plan(owner), "slug": "dvv"}


def field(owner: Person) -> dict[str, object]:
    """A field of action."""
    return {**plan(owner), "slug": "mobility"}


ROWS = [
    Row("portfolio:plan", GET=ANYONE, arguments=plan),
    Row("portfolio:field", GET=ANYONE, arguments=field),
    Row("portfolio:partners", GET=ANYONE),
    Row("portfolio:partner", GET=ANYONE, arguments=partner),
    Row("portfolio:projects_csv", GET=ANYONE),
    Row("portfolio:partners_csv", GET=ANYONE),
    Row("portfolio:projects", GET=ANYONE),
    Row("portfolio:timeline", GET=ANYONE),
    Row("portfolio:project", GET=ANYONE, arguments=project),
    Row("portfolio:boards", GET=ANYONE),
    Row("api:portfolio_projects", GET=ANYONE),
    Row("api:portfolio_project", GET=ANYONE, arguments=project),
    Row("api:portfolio_partners", GET=ANYONE),
    Row("api:portfolio_fields", GET=ANYONE),
]
