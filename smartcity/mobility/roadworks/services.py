"""Writes of the office and the field: enter, change and move a roadwork through its life.

Each service validates, changes, and announces on commit; the audit is written by the database. Refused input raises
`Refused` with the field's path in `domain.Roadwork`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib.gis.db.models.functions import Distance, Transform
from django.contrib.gis.geos import Point
from django.utils import timezone

from smartcity.kernel.accounts.models import Organisation, Person
from smartcity.kernel.city.located import assign_district
from smartcity.kernel.city.models import City
from smartcity.kernel.live.announce import announce
from smartcity.kernel.refusal import Refusal, Refused
from smartcity.kernel.service import Actor, service
from smartcity.mobility.roadworks import domain, lifecycle, records, validation
from smartcity.mobility.roadworks.bounds import city_bounds
from smartcity.mobility.roadworks.conflicts import METRIC, in_metres
from smartcity.mobility.roadworks.models import Confirmation, Phase, Roadwork
from smartcity.mobility.roadworks.vocabulary import State

CHANNEL = "roadworks"
NEAR_ENOUGH_M = 2000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffFacts:
    """What only staff see: who builds, whom to call, who in the office is responsible."""

    builder: str = ""
    organisation: Organisation | None = None
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    editor: Person | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What comes with a confirmation from the field: moment, position (WGS84), accuracy in metres, a note.

    `is_simulated`: the city simulator sent it, and so the works are marked.
    """

    at: datetime | None = None
    longitude: float | None = None
    latitude: float | None = None
    accuracy_m: float | None = None
    note: str = ""
    is_simulated: bool = False


def own_source() -> str:
    """`source_system` of works entered here."""
    return f"{City.objects.values_list('slug', flat=True).first() or 'city'}-roadworks"


def new_identity(work: domain.Roadwork, source_id: str = "") -> domain.Roadwork:
    """The same works with an identity of this register, by default a random one."""
    now = timezone.now()
    return replace(work, source_system=own_source(), source_id=source_id or str(uuid4()), created=now, updated=now)


def check(work: domain.Roadwork) -> None:
    """Raise Refused for everything wrong with the works, also for a place outside the city."""
    refusals = validation.check(work)
    if not refusals:
        refusals = city_bounds().check(work.geometry)
        if work.detour and work.detour.geometry:
            refusals += city_bounds().check(work.detour.geometry, "detour.geometry")
    if refusals:
        raise Refused(refusals)


@service
def create_roadwork(
    *,
    actor: Actor,
    work: domain.Roadwork,
    staff: StaffFacts | None = None,
    is_demo: bool = False,
    is_simulated: bool = False,
) -> Roadwork:
    """Enter works; they need their identity (`new_identity`). The acting person becomes responsible."""
    check(work)
    facts = staff or StaffFacts(editor=actor if isinstance(actor, Person) else None)
    uuid = records.identity(work.source_system, work.source_id)
    row = Roadwork(
        uuid=uuid,
        slug=records.public_slug(work, uuid),
        source_system=work.source_system,
        source_id=work.source_id,
        is_demo=is_demo,
        is_simulated=is_simulated,
    )
    _write(row, work, facts)
    return row


@service
def update_roadwork(
    *, actor: Actor, roadwork: Roadwork, work: domain.Roadwork, staff: StaffFacts | None = None
) -> Roadwork:
    """Change what is known about works; identity and state stay. Imported works are changed at their source."""
    row = _locked(roadwork)
    if row.source_system != own_source():
        hint = "Ändern Sie die Angaben beim Herausgeber, und lesen Sie sie neu ein."
        rule = "Diese Baustelle stammt aus einem anderen System."
        raise Refused([Refusal("source_system", rule, row.source_system, hint)])
    kept = replace(
        work,
        source_system=row.source_system,
        source_id=row.source_id,
        state=State(row.state),
        actual_start=row.actual_start,
        actual_end=row.actual_end,
        created=row.created,
        updated=timezone.now(),
    )
    check(kept)
    _write(row, kept, staff)
    return row


@service
def order(*, actor: Actor, roadwork: Roadwork, order_number: str) -> Roadwork:
    """Record the traffic order (§ 45 StVO). Raises Refused without its number."""
    if not order_number.strip():
        hint = "Zum Beispiel 61-34-2026/0815."
        raise Refused([Refusal("order_number", "Die Nummer der Anordnung fehlt.", hint=hint)])
    row = _step(roadwork, State.ORDERED, lifecycle.Actor.OFFICE)
    row.order_number = order_number.strip()
    return _save(row, "state", "order_number")


@service
def change_state(*, actor: Actor, roadwork: Roadwork, target: State) -> Roadwork:
    """Take another step of the office: withdraw an order, reopen, cancel, reinstate.

    Starting and ending are confirmations. Raises Refused for a step that the life does not have.
    """
    row = _step(roadwork, target, lifecycle.Actor.OFFICE)
    if target is State.ACTIVE:
        row.actual_end, row.end_verified = None, False
    return _save(row, "state", "actual_end", "end_verified")


@service
def confirm_start(
    *, actor: Actor, roadwork: Roadwork, evidence: Evidence | None = None, by: lifecycle.Actor = lifecycle.Actor.FIELD
) -> Confirmation:
    """Confirm from the field that the works have begun."""
    given = evidence or Evidence()
    row = _step(roadwork, State.ACTIVE, by)
    row.actual_start = _moment(given)
    row.start_verified = True
    return _confirm(row, actor, Confirmation.What.START, row.actual_start, given)


@service
def confirm_end(
    *, actor: Actor, roadwork: Roadwork, evidence: Evidence | None = None, by: lifecycle.Actor = lifecycle.Actor.FIELD
) -> Confirmation:
    """Confirm from the field that the street is free again."""
    given = evidence or Evidence()
    row = _step(roadwork, State.FINISHED, by)
    row.actual_end = _moment(given)
    if row.actual_start and row.actual_end < row.actual_start:
        raise Refused([Refusal("at", "Das Ende liegt vor dem bestätigten Beginn.", row.actual_end.isoformat())])
    row.end_verified = True
    return _confirm(row, actor, Confirmation.What.END, row.actual_end, given)


def _moment(evidence: Evidence) -> datetime:
    now = timezone.now()
    if evidence.at is not None and evidence.at > now:
        raise Refused([Refusal("at", "Der Zeitpunkt liegt in der Zukunft.", evidence.at.isoformat())])
    return evidence.at or now


def _confirm(row: Roadwork, actor: Actor, what: Confirmation.What, at: datetime, evidence: Evidence) -> Confirmation:
    position = None
    if evidence.longitude is not None and evidence.latitude is not None:
        position = Point(evidence.longitude, evidence.latitude, srid=4326)
    row.confirmed_at = timezone.now()
    row.is_simulated = row.is_simulated or evidence.is_simulated
    _save(row, "state", f"actual_{what.value}", f"{what.value}_verified", "confirmed_at", "is_simulated")
    confirmation = Confirmation(
        roadwork=row,
        what=what,
        at=at,
        person=actor if isinstance(actor, Person) else None,
        position=position,
        accuracy_m=evidence.accuracy_m,
        distance_m=_distance(row, position),
        note=evidence.note[:500],
    )
    confirmation.save()
    return confirmation


def _distance(row: Roadwork, position: Point | None) -> float | None:
    """Metres from the phone to the works; raises Refused when it cannot be the same street."""
    if position is None:
        return None
    away_from = Distance(Transform("geometry", METRIC), in_metres(position))
    found = Roadwork.objects.annotate(away=away_from).get(pk=row.pk)
    away = float(found.away.m)
    if away > NEAR_ENOUGH_M:
        hint = "Bestätigen Sie vor Ort, oder ohne Standort."
        raise Refused([Refusal("position", "Der Standort liegt weit weg von der Baustelle.", f"{away:.0f} m", hint)])
    return away


def _locked(roadwork: Roadwork) -> Roadwork:
    return Roadwork.objects.select_for_update(of=("self",)).get(pk=roadwork.pk)


def _step(roadwork: Roadwork, target: State, by: lifecycle.Actor) -> Roadwork:
    row = _locked(roadwork)
    if refusals := lifecycle.check_transition(State(row.state), target, by):
        raise Refused(refusals)
    row.state = target
    return row


def _write(row: Roadwork, work: domain.Roadwork, staff: StaffFacts | None) -> None:
    for name, value in {**records.columns(work), **_staff_columns(staff)}.items():
        setattr(row, name, value)
    row.geometry = records.geos(work.geometry)
    course = work.detour.geometry if work.detour else None
    row.detour_geometry = records.geos(course) if course else None
    row.changed_at = timezone.now()
    assign_district(row)
    row.save()
    row.phases.all().delete()
    Phase.objects.bulk_create(
        Phase(roadwork=row, position=position, **records.phase_columns(phase))
        for position, phase in enumerate(work.phases, 1)
    )
    _announce(row)


def _staff_columns(staff: StaffFacts | None) -> dict[str, Any]:
    if staff is None:
        return {}
    return {name: getattr(staff, name) for name in StaffFacts.__slots__}


def _save(row: Roadwork, *fields: str) -> Roadwork:
    row.changed_at = row.updated = timezone.now()
    row.save(update_fields=[*fields, "changed_at", "updated"])
    _announce(row)
    return row


def _announce(row: Roadwork) -> None:
    announce(CHANNEL, {"id": row.slug, "state": row.state})
