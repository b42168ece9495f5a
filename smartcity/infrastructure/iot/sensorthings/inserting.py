"""Entities into the tables: deep inserts, links by reference, and what the path says about what is made at its end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.db.models import Model
from django.utils import timezone

from smartcity.infrastructure.iot.sensorthings import observing
from smartcity.infrastructure.iot.sensorthings.bodies import columns
from smartcity.infrastructure.iot.sensorthings.entities import BY_NAME, Entity
from smartcity.infrastructure.iot.sensorthings.faults import Fault, bad
from smartcity.infrastructure.iot.sensorthings.paths import Step
from smartcity.kernel.service import Actor
from smartcity.kernel.telemetry.ingest import ingest
from smartcity.kernel.telemetry.models import (
    Datastream,
    FeatureOfInterest,
    HistoricalLocation,
    Location,
    Observation,
    ObservedProperty,
    Sensor,
    Thing,
)
from smartcity.kernel.telemetry.services import place_thing

MODELS: dict[str, type[Model]] = {
    "Thing": Thing,
    "Location": Location,
    "HistoricalLocation": HistoricalLocation,
    "Datastream": Datastream,
    "Sensor": Sensor,
    "ObservedProperty": ObservedProperty,
    "Observation": Observation,
    "FeatureOfInterest": FeatureOfInterest,
}
# an entity cannot be without these
OWNERS = {"Datastream": ("Thing", "Sensor", "ObservedProperty"), "HistoricalLocation": ("Thing",)}
MOST_NESTED = 1_000


def given_by(steps: Sequence[Step]) -> dict[str, int]:
    """What the path says about what is made at its end: ``Things(1)/Datastreams`` gives the Thing."""
    if len(steps) < 2:
        return {}
    owner, step = steps[-2], steps[-1]
    back = _back(owner.entity, step.entity)
    number = owner.key if owner.key is not None else follow(steps[:-1]).pk
    return {back: number}


def _back(owner: Entity, entity: Entity) -> str:
    """The name of the link from an entity to the one under which it is made."""
    return next(name for name, link in entity.links.items() if link.target == owner.name)


def follow(steps: Sequence[Step]) -> Any:
    """The entity at the end of a path whose last step is a link to one."""
    *before, step = steps
    if step.key is not None:
        return MODELS[step.entity.name]._default_manager.get(pk=step.key)
    owner = follow(before)
    if isinstance(owner, Observation):
        stream = Datastream.objects.get(pk=owner.datastream_id)
        if step.entity.name == "Datastream":
            return stream
        return FeatureOfInterest.objects.get(pk=owner.feature_id or stream.feature_id or 0)
    return getattr(owner, _column(step.entity.name))


def _at(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _column(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def existing(entity: Entity, given: Any, place: str) -> int:
    """The number in a reference to an entity that is there; raises Fault."""
    number = observing.reference(given, place)
    if not MODELS[entity.name]._default_manager.filter(pk=number).exists():
        raise bad(place, f"{entity.name} {number} gibt es nicht.", number)
    return number


def create(entity: Entity, body: Any, preset: dict[str, int], *, actor: Actor, place: str = "") -> Any:
    """Make an entity and all that is nested in its body. preset: links that the path gives. Raises Fault."""
    if place.count(".") > 2 * len(MODELS):
        raise bad(place, "So tief wird nicht verschachtelt.")
    made = MODELS[entity.name](**columns(entity, body, place))
    for name in OWNERS.get(entity.name, ()):
        number = preset.get(name) or _linked(BY_NAME[name], body.get(name), _at(place, name), actor)
        setattr(made, f"{_column(name)}_id", number)
    made.save()
    for name, number in preset.items():
        if entity.links[name].many:
            _join(entity, made, name, [number])
    link_to_many(entity, made, body, place, actor=actor)
    if isinstance(made, HistoricalLocation):
        _keep_newest_place(made)
    if isinstance(made, Location):
        _note_places(made, actor)
    return made


def _linked(entity: Entity, given: Any, place: str, actor: Actor) -> int:
    """A link to one: by reference, or made here."""
    if given is None:
        raise bad(place, "Diese Verknüpfung fehlt.")
    if isinstance(given, dict) and "@iot.id" in given:
        return existing(entity, given, place)
    return int(create(entity, given, {}, actor=actor, place=place).pk)


def link_to_one(entity: Entity, target: Any, body: Any, place: str) -> None:
    """Set links to one that a change names, by reference."""
    for name in OWNERS.get(entity.name, ()):
        if name in body:
            setattr(target, f"{_column(name)}_id", existing(BY_NAME[name], body[name], _at(place, name)))


def link_to_many(
    entity: Entity, made: Any, body: dict[str, Any], place: str, *, actor: Actor, only_references: bool = False
) -> None:
    """Make, or refer to, what a body lists under links to many."""
    for name, link in entity.links.items():
        listed = body.get(name)
        if not link.many or listed is None:
            continue
        if not isinstance(listed, list) or len(listed) > MOST_NESTED:
            raise bad(
                _at(place, name), f"Erwartet wird eine Liste mit höchstens {MOST_NESTED} Einträgen.", str(listed)[:60]
            )
        target = BY_NAME[link.target]
        if target.name == "Observation":
            _observations(entity, made, listed, _at(place, name))
            continue
        numbers = []
        for index, item in enumerate(listed):
            at = f"{_at(place, name)}[{index}]"
            if isinstance(item, dict) and "@iot.id" in item:
                numbers.append(existing(target, item, at))
            elif only_references:
                raise bad(at, "Beim Ändern wird auf Vorhandenes verwiesen.")
            else:
                numbers.append(_nested(entity, made, target, item, at, actor))
        _attach(entity, made, name, numbers, actor)


def _nested(entity: Entity, made: Any, target: Entity, item: Any, place: str, actor: Actor) -> int:
    back = _back(entity, target)
    preset = {} if target.links[back].many else {back: int(made.pk)}
    return int(create(target, item, preset, actor=actor, place=place).pk)


def _attach(entity: Entity, made: Any, name: str, numbers: list[int], actor: Actor) -> None:
    if isinstance(made, Thing) and name == "Locations":
        place_thing(actor=actor, thing=made, locations=list(Location.objects.filter(pk__in=numbers)))
        return
    _join(entity, made, name, numbers)


def _join(entity: Entity, made: Any, name: str, numbers: list[int]) -> None:
    """Many to many, or the many of a foreign key."""
    link = entity.links[name]
    back = _back(entity, BY_NAME[link.target])
    if BY_NAME[link.target].links[back].many:
        getattr(made, _related(name)).add(*numbers)
    else:
        column = f"{_column(back)}_id"
        MODELS[link.target]._default_manager.filter(pk__in=numbers).update(**{column: made.pk})


def _related(name: str) -> str:
    return {"Locations": "locations", "Things": "things", "HistoricalLocations": "historical_locations"}[name]


def _observations(entity: Entity, made: Any, listed: list[Any], place: str) -> None:
    found = []
    for index, item in enumerate(listed):
        at = f"{place}[{index}]"
        if entity.name == "Datastream":
            found.append(observing.reading(item, made.pk, None, at))
        else:
            stream = observing.reference(item.get("Datastream") if isinstance(item, dict) else None, f"{at}.Datastream")
            found.append(observing.reading(item, stream, made.pk, at))
    taken = ingest(found, source=observing.SOURCE)
    if taken.refused:
        wrong = taken.refused[0]
        raise bad(f"{place}[{wrong.index}].{wrong.place}", wrong.rule, wrong.value)


def _keep_newest_place(made: HistoricalLocation) -> None:
    """A history entry that is the newest is where the thing is now (OGC 18-088, 8.2.3)."""
    newest = HistoricalLocation.objects.filter(thing=made.thing_id).order_by("-time", "-pk").first()
    if newest == made:
        made.thing.locations.set(made.locations.all())


def _note_places(made: Location, actor: Actor) -> None:
    """A location made for things is where they are from now on."""
    for thing in made.things.all():
        place_thing(actor=actor, thing=thing, locations=[made], time=timezone.now())


def relink(entity: Entity, owner: Any, step: Step, body: Any, *, actor: Actor) -> None:
    """Link with what ``{"@iot.id": …}`` names."""
    number = step.key or existing(step.entity, body, "body")
    name = next(name for name, link in entity.links.items() if link is step.link)
    if entity.links[name].many:
        if isinstance(owner, Thing) and name == "Locations":
            kept = [*owner.locations.all(), *Location.objects.filter(pk=number)]
            place_thing(actor=actor, thing=owner, locations=kept)
        else:
            _join(entity, owner, name, [number])
        return
    if isinstance(owner, Observation):
        raise Fault(405, name, "Diese Verknüpfung eines Messwerts steht fest.")
    setattr(owner, f"{_column(name)}_id", number)
    owner.save()


def unlink(entity: Entity, owner: Any, step: Step) -> None:
    """Take a link between many and many away."""
    name = next(name for name, link in entity.links.items() if link is step.link)
    back = _back(entity, step.entity)
    if step.key is None or not entity.links[name].many or not step.entity.links[back].many:
        raise Fault(405, name, "Ohne diese Verknüpfung kann es keine der beiden Entitäten geben.")
    getattr(owner, _related(name)).remove(step.key)
