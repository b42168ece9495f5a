"""What site managers' programs do through the API: report works, confirm the next moment."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from smartcity.kernel.accounts.models import Organisation, Person
from smartcity.kernel.refusal import Refusal, Refused
from smartcity.mobility.roadworks.confirming import confirm, next_moment
from smartcity.mobility.roadworks.exchange import EvidenceIn, RoadworkIn, reported
from smartcity.mobility.roadworks.models import Roadwork
from smartcity.mobility.roadworks.services import Evidence, StaffFacts, create_roadwork, new_identity, own_source


def report(person: Person, given: RoadworkIn) -> Roadwork:
    """Enter reported works for the person's organisation; they begin their life as planned. Raises Refused.

    Works with a ``reference`` that this person used before are returned as they are: a retry changes nothing.
    """
    identity = f"person-{person.pk}:{given.reference}" if given.reference else ""
    if identity and (known := _known(identity)):
        return known
    builder = Organisation.objects.filter(members=person).order_by("pk").first()
    staff = StaffFacts(builder=builder.name if builder else "", organisation=builder)
    work = new_identity(reported(given), identity)
    try:
        return create_roadwork(actor=person, work=work, staff=staff, is_simulated=given.simulated)
    except IntegrityError:
        # the same report, sent twice at once: the unique source let only one through
        if identity and (known := _known(identity)):
            return known
        raise


def _known(identity: str) -> Roadwork | None:
    return Roadwork.objects.filter(source_system=own_source(), source_id=identity).first()


def confirm_by_program(person: Person, roadwork: Roadwork, given: EvidenceIn) -> None:
    """Confirm the next moment. Raises PermissionDenied for others' works, Refused when `what` does not come next."""
    if not person.has_perm("roadworks.confirm", roadwork):
        raise PermissionDenied
    moment = next_moment(roadwork)
    if given.what is not None and given.what != moment:
        hint = f"Als Nächstes: {moment.value}" if moment else ""
        raise Refused([Refusal("what", "Das ist jetzt nicht zu bestätigen.", given.what, hint)])
    evidence = Evidence(
        at=given.at,
        longitude=given.longitude,
        latitude=given.latitude,
        accuracy_m=given.accuracy_m,
        note=given.note,
        is_simulated=given.simulated,
    )
    confirm(actor=person, roadwork=roadwork, evidence=evidence)
