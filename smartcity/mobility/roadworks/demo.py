"""Demo works on the city's real streets: invented, deterministic, spread around today, marked as demo."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from smartcity.kernel.accounts.models import Membership, Organisation, Person
from smartcity.kernel.accounts.services import grant_role
from smartcity.kernel.city.models import Street
from smartcity.kernel.service import Actor, service
from smartcity.mobility.roadworks import bulk, domain, stretches
from smartcity.mobility.roadworks.bounds import city_bounds
from smartcity.mobility.roadworks.demo_kinds import KINDS, DemoKind
from smartcity.mobility.roadworks.demo_uses import load_uses
from smartcity.mobility.roadworks.domain import Detour, Phase, Stretch, Text
from smartcity.mobility.roadworks.models import Roadwork
from smartcity.mobility.roadworks.roles import SITE_MANAGER
from smartcity.mobility.roadworks.tokens import issue_token
from smartcity.mobility.roadworks.validation import check
from smartcity.mobility.roadworks.vocabulary import Direction, State

SOURCE = "demo"
WORKS = 72
SEED = 6_1
SITE_MANAGER_EMAIL = "bauleitung@demo.invalid"
FIRM = "Beispiel Tiefbau GmbH (Demo)"
EDITOR_EMAIL = "baustellen@demo.invalid"


def load(actor: Actor) -> str:
    """Enter the demo works and the demo's site manager; repeating it moves the works to the present day."""
    firm = load_site_manager(actor=actor)
    count = load_works(actor=actor, firm=firm)
    load_uses(actor=actor)
    return f"{count} Demo-Baustellen"


def announcement() -> list[str]:
    """Nothing to announce: the demo's accounts stand on their own page."""
    return []


@service
def load_site_manager(*, actor: Actor) -> Organisation:
    """The invented firm and its site manager, in whose name the simulator acts."""
    names = {"given_name": "Berta", "family_name": "Beispiel", "is_demo": True}
    person, created = Person.objects.get_or_create(email=SITE_MANAGER_EMAIL, defaults=names)
    if created:
        person.set_unusable_password()
        person.save(update_fields=["password"])
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    grant_role(actor=actor, person=person, key=SITE_MANAGER)
    firm, _created = Organisation.objects.get_or_create(name=FIRM, is_demo=True)
    Membership.objects.get_or_create(organisation=firm, person=person, defaults={"role": Membership.Role.MANAGER})
    issue_token(actor=actor, person=person, name="simulator", secret=settings.SIMULATOR_KEY)
    return firm


@service
def load_works(*, actor: Actor, firm: Organisation) -> int:
    """Enter the works; those of an earlier day are replaced. Returns how many there are."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    works = list(demo_works(today))
    Roadwork.objects.filter(source_system=SOURCE).delete()
    bulk.store(works)
    editor = Person.objects.filter(email=EDITOR_EMAIL).first()
    rows = Roadwork.objects.filter(source_system=SOURCE)
    rows.update(is_demo=True, builder=FIRM, organisation=firm, editor=editor, contact_name=_("Berta Beispiel (Demo)"))
    return rows.count()


def demo_works(today: datetime) -> Iterator[domain.Roadwork]:
    """`WORKS` sound works within the city, the same for the same streets and day."""
    chance = random.Random(SEED)  # noqa: S311  (a demo needs repetition, not secrecy)
    streets = list(Street.objects.exclude(kind=Street.Kind.SQUARE).order_by("key"))
    chance.shuffle(streets)
    bounds, made = city_bounds(), 0
    for number, street in enumerate(streets * 3):
        if made == WORKS:
            return
        work = _work(number, street, KINDS[number % len(KINDS)], today, chance)
        if not check(work) and not bounds.check(work.geometry):
            made += 1
            yield work


def _work(number: int, street: Street, kind: DemoKind, today: datetime, chance: random.Random) -> domain.Roadwork:
    times = _times(number, kind, today, chance)
    course = tuple((x, y) for x, y, *_rest in street.course.coords)
    first = chance.randint(1, 60)
    place = stretches.between_numbers(course, first, first + kind.length_m // int(stretches.METRES_PER_NUMBER))
    return domain.Roadwork(
        source_system=SOURCE,
        source_id=f"demo-{number:03}",
        geometry=place,
        street_names=(street.name,),
        title=Text(f"{kind.title.de} {street.name}", f"{kind.title.en} {street.name}"),
        description=kind.description,
        kind=kind.kind,
        cause=kind.cause,
        works=kind.works,
        vehicle_impact=kind.impact,
        full_closure=kind.full_closure,
        lanes=kind.lanes,
        opposite_lanes=kind.opposite_lanes,
        restrictions=kind.restrictions,
        speed_limit_kph=kind.speed_limit_kph,
        direction=Direction.UNDEFINED,
        stretch=Stretch(),
        lines=kind.lines,
        access=kind.access,
        detour=_detour(kind, course),
        phases=_phases(kind, times["start"], times["end"]),
        created=times["start"] - timedelta(days=40),
        updated=today,
        order_number="" if times["state"] is State.PLANNED else f"61-34-{today:%Y}/{1000 + number}",
        **times,
    )


def _times(number: int, kind: DemoKind, today: datetime, chance: random.Random) -> dict[str, Any]:
    """State and times in turn: half under way, the rest planned, ordered, finished, and two that nobody confirmed."""
    length = timedelta(days=chance.randint(*kind.days))
    morning, evening = timedelta(hours=7), timedelta(hours=17)
    place = number % 12
    if place in {0, 1, 2, 3, 4, 5}:
        start = today - length * chance.uniform(0.2, 0.8)
        state = State.ACTIVE
    elif place in {6, 7}:
        start, state = today + timedelta(days=chance.randint(2, 40)), State.PLANNED
    elif place in {8, 9}:
        start, state = today + timedelta(days=chance.randint(1, 20)), State.ORDERED
    elif place == 10:
        start, state = today - length - timedelta(days=chance.randint(1, 12)), State.FINISHED
    else:
        # the end has passed and nobody has confirmed it: stale entries belong to the picture
        start, state = today - length - timedelta(days=chance.randint(2, 6)), State.ACTIVE
    if number % 31 == 7:
        state = State.CANCELLED
    begin = datetime.combine(start.date(), time(), today.tzinfo) + morning
    end = datetime.combine(begin.date() + length, time(), today.tzinfo) + evening
    begun = state in {State.ACTIVE, State.FINISHED}
    return {
        "state": state,
        "start": begin,
        "end": end,
        "start_verified": begun,
        "end_verified": state is State.FINISHED,
        "actual_start": begin if begun else None,
        "actual_end": end if state is State.FINISHED else None,
    }


def _detour(kind: DemoKind, course: domain.Line) -> Detour | None:
    if not kind.detour:
        return None
    # a parallel course a little to the side stands for the signed way around
    aside = tuple((round(x + 0.0012, 6), round(y + 0.0012, 6)) for x, y in course)
    return Detour(kind.detour, domain.line_string(*aside))


def _phases(kind: DemoKind, start: datetime, end: datetime) -> tuple[Phase, ...]:
    if not kind.phases:
        return ()
    days = (end - start).days // len(kind.phases)
    starts = [start + timedelta(days=days * index) for index in range(len(kind.phases))]
    return tuple(
        Phase(title=title, start=begin, end=following, full_closure=closed or None)
        for (title, closed), begin, following in zip(kind.phases, starts, [*starts[1:], end], strict=True)
    )
