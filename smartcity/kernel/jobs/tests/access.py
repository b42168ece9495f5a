"""Background work is the administrator's."""

from __future__ import annotations

from smartcity.kernel.accounts.models import Person
from smartcity.kernel.accounts.roles import ADMINISTRATOR
from smartcity.kernel.jobs.tests.test_jobs import dead_job
from tests.access.matrix import Row, roles

WHO = roles(ADMINISTRATOR)


def job(owner: Person) -> dict[str, object]:
    """A job that failed for good."""
    return {"job_id": dead_job().pk}


ROWS = [
    Row("jobs:overview", GET=WHO),
    Row("jobs:retry", POST=WHO, arguments=job),
]
