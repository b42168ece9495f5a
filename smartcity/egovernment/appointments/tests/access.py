"""Who may do what here (see tests/access/README.md): everybody books, and whoever knows the secret changes."""

from __future__ import annotations

from smartcity.egovernment.appointments.tests.factories import booked
from smartcity.kernel.accounts.models import Person
from tests.access.matrix import ANYONE, SIGNED_IN, Row


def by_secret(owner: Person) -> dict[str, object]:
    return {"secret": booked().secret}


ROWS = [
    Row("appointments:services", GET=ANYONE),
    Row("appointments:times", GET=ANYONE),
    Row("appointments:hold", POST=ANYONE),
    Row("appointments:appointment", GET=ANYONE, POST=ANYONE, arguments=by_secret),
    Row("appointments:extend", POST=ANYONE, arguments=by_secret),
    Row("appointments:cancel", GET=ANYONE, POST=ANYONE, arguments=by_secret),
    Row("appointments:move", GET=ANYONE, POST=ANYONE, arguments=by_secret),
    Row("appointments:ics", GET=ANYONE, arguments=by_secret),
    Row("api:appointment-offices", GET=ANYONE),
    Row("api:appointment-calendar", GET=ANYONE),
    Row("api:appointment-reserve", POST=ANYONE),
    Row("api:appointment-update", POST=ANYONE),
    Row("api:appointment-preconfirm", POST=ANYONE),
    Row("api:appointment-confirm", POST=ANYONE),
    Row("api:appointment-cancel", POST=ANYONE),
    Row("api:appointment-one", GET=ANYONE),
    Row("api:appointment-mine", GET=SIGNED_IN),
]
