"""Who may enter which route of the roadworks.

Site managers confirm works of their own firm; the works made here belong to none (test_desk and test_api hold theirs).
"""

from __future__ import annotations

from django.contrib.gis.geos import LineString

from smartcity.kernel.accounts.models import Person
from smartcity.kernel.documents.models import Document
from smartcity.mobility.roadworks.models import Attachment, RoadUse, Roadwork, Subscription
from smartcity.mobility.roadworks.subscribing import confirmation_key
from smartcity.mobility.roadworks.tests.factories import HERE, stored
from tests.access.matrix import ANYONE, Row, roles

EDITORS = roles("roadworks.editor")
REPORTERS = roles("roadworks.editor", "roadworks.site_manager")


def by_slug(owner: Person) -> dict[str, object]:
    return {"slug": stored().slug}


def by_pk(owner: Person) -> dict[str, object]:
    return {"pk": stored().pk}


def by_use(owner: Person) -> dict[str, object]:
    return {"pk": RoadUse.objects.create(kind="truck-route", title="Hafen", geometry=LineString(HERE, srid=4326)).pk}


def with_attachment(owner: Person) -> dict[str, object]:
    work: Roadwork = stored()
    document = Document.objects.create(
        purpose="roadworks.plan", name="plan.pdf", media_type="application/pdf", size=1, sha256="0" * 64, file="plan"
    )
    made = Attachment.objects.create(roadwork=work, document=document, kind=Attachment.Kind.SITE_PLAN)
    return {"pk": work.pk, "attachment": made.pk}


def _subscription(email: str = "") -> Subscription:
    return Subscription.objects.create(title="Weg", email=email, route=LineString(HERE, srid=4326))


def by_secret(owner: Person) -> dict[str, object]:
    return {"secret": _subscription().secret}


def by_key(owner: Person) -> dict[str, object]:
    return {"key": confirmation_key(_subscription("a@example.invalid"))}


ROWS = [
    *(
        Row(f"roadworks:{name}", GET=ANYONE)
        for name in ("list", "embed", "embedded", "wzdx", "datex2", "atom", "ics", "csv", "mailed")
    ),
    Row("roadworks:detail", GET=ANYONE, arguments=by_slug),
    Row("roadworks:subscribe", GET=ANYONE, POST=ANYONE),
    Row("roadworks:confirm", GET=ANYONE, POST=ANYONE, arguments=by_key),
    Row("roadworks:subscription", GET=ANYONE, POST=ANYONE, arguments=by_secret),
    Row("roadworks:subscription-atom", GET=ANYONE, arguments=by_secret),
    Row("roadworks:subscription-ics", GET=ANYONE, arguments=by_secret),
    Row("roadworks:desk", GET=EDITORS),
    Row("roadworks:create", GET=EDITORS, POST=EDITORS),
    Row("roadworks:import", GET=EDITORS, POST=EDITORS),
    Row("roadworks:desk-work", GET=EDITORS, arguments=by_pk),
    Row("roadworks:change", GET=EDITORS, POST=EDITORS, arguments=by_pk),
    Row("roadworks:step", POST=EDITORS, arguments=by_pk),
    Row("roadworks:attach", POST=EDITORS, arguments=by_pk),
    Row("roadworks:detach", POST=EDITORS, arguments=with_attachment),
    Row("roadworks:road-uses", GET=EDITORS),
    Row("roadworks:enter-road-use", GET=EDITORS, POST=EDITORS),
    Row("roadworks:change-road-use", GET=EDITORS, POST=EDITORS, arguments=by_use),
    Row("roadworks:remove-road-use", POST=EDITORS, arguments=by_use),
    Row("roadworks:confirm-work", GET=EDITORS, POST=EDITORS, arguments=by_pk),
    Row("/api/v1/roadworks/", GET=ANYONE, POST=REPORTERS),
    Row("/api/v1/roadworks/<slug>", GET=ANYONE, arguments=by_slug),
    Row("/api/v1/roadworks/<slug>/confirmations", POST=EDITORS, arguments=by_slug),
]
