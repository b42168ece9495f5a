"""Who may enter which route: the public reads what is published, engineers do the rest."""

from __future__ import annotations

from smartcity.kernel.accounts.models import Person
from smartcity.mobility.traffic.roles import ENGINEER
from smartcity.mobility.traffic.tests.factories import finished, scenario
from tests.access.matrix import ANYONE, Row, roles

ENGINEERS = roles(ENGINEER)


def by_result(owner: Person) -> dict[str, object]:
    return {"uuid": finished().uuid}


def by_scenario(owner: Person) -> dict[str, object]:
    return {"uuid": scenario().uuid}


ROWS = [
    *(Row(f"traffic:{name}", GET=ANYONE) for name in ("overview", "results-csv", "results-json")),
    *(Row(f"traffic:{name}", GET=ANYONE, arguments=by_result) for name in ("result", "result-csv", "result-json")),
    Row("traffic:desk", GET=ENGINEERS),
    Row("traffic:upload", GET=ENGINEERS, POST=ENGINEERS),
    Row("traffic:scenario", GET=ENGINEERS, POST=ENGINEERS, arguments=by_scenario),
    Row("traffic:remove", POST=ENGINEERS, arguments=by_scenario),
    *(
        Row(f"traffic:{name}", GET=ENGINEERS, arguments=by_result)
        for name in ("experiment", "experiment-csv", "experiment-json")
    ),
    Row("traffic:publish", POST=ENGINEERS, arguments=by_result),
]
