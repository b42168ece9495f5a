"""POST, PUT, PATCH, DELETE. A request is one audited transaction, with all that is nested in its body."""

from __future__ import annotations

import json
from typing import Any

import jsonpatch
import orjson
from django.db.models import Model

from smartcity.infrastructure.iot.keys import Caller
from smartcity.infrastructure.iot.sensorthings import inserting, observing
from smartcity.infrastructure.iot.sensorthings.arrays import create_observations
from smartcity.infrastructure.iot.sensorthings.bodies import columns, read_body
from smartcity.infrastructure.iot.sensorthings.entities import BY_NAME
from smartcity.infrastructure.iot.sensorthings.faults import Fault, bad, missing
from smartcity.infrastructure.iot.sensorthings.filtering import Context
from smartcity.infrastructure.iot.sensorthings.options import Options
from smartcity.infrastructure.iot.sensorthings.paths import Path, Step, read_path
from smartcity.infrastructure.iot.sensorthings.querying import Query
from smartcity.infrastructure.iot.sensorthings.reading import rows_of
from smartcity.kernel.service import Actor, service
from smartcity.kernel.telemetry import services
from smartcity.kernel.telemetry.models import Datastream, Observation

Answer = tuple[int, str, str]
JSON_PATCH = "application/json-patch+json"


def write(method: str, text: str, body: bytes, kind: str, caller: Caller, base: str) -> Answer:
    """Do what is asked; returns status, address and body. Raises Fault."""
    if method == "POST" and text.strip("/") == "CreateObservations":
        return 201, "", orjson.dumps(create_observations(read_body(body), caller, base)).decode()
    path = read_path(text)
    if path.inner or path.value or path.ref:
        return _write_part(method, path, body, caller, base)
    if method == "POST":
        return _post(path, read_body(body), caller, base)
    if not caller.may_write:
        raise Fault(403, "Authorization", "Ein Gerät schreibt nur Messwerte.")
    _must_be_there(path, caller, base)
    if method == "DELETE":
        delete(actor=caller, path=path)
        return 200, "", ""
    changed = _patched(path, read_body(body), caller, base) if kind == JSON_PATCH else read_body(body)
    change(actor=caller, path=path, body=changed, partial=method == "PATCH" and kind != JSON_PATCH)
    return 200, "", _shown(path, caller, base)


def _post(path: Path, body: Any, caller: Caller, base: str) -> Answer:
    if not path.last.many:
        raise Fault(405, path.text, "Angelegt wird in einer Liste.")
    if len(path.steps) > 1:
        _must_be_there(Path(path.text, path.steps[:-1]), caller, base)
    if path.last.entity.name == "Observation":
        return _observe(path, body, caller, base)
    if not caller.may_write:
        raise Fault(403, "Authorization", "Ein Gerät schreibt nur Messwerte.")
    made = insert(actor=caller, path=path, body=body)
    return 201, f"{base}{path.last.entity.plural}({made})", ""


@service
def insert(*, actor: Actor, path: Path, body: Any) -> int:
    """Make an entity in a list, with all that is nested in it; returns its number."""
    return int(inserting.create(path.last.entity, body, inserting.given_by(path.steps), actor=actor).pk)


def _observe(path: Path, body: Any, caller: Caller, base: str) -> Answer:
    preset = inserting.given_by(path.steps)
    if not isinstance(body, dict):
        raise bad("body", "Erwartet wird ein JSON-Objekt.", str(body)[:60])
    stream = preset.get("Datastream") or observing.reference(body.get("Datastream"), "Datastream")
    observing.check_streams({stream}, caller)
    feature = preset.get("FeatureOfInterest")
    if body.get("FeatureOfInterest") is not None:
        feature = _feature(body["FeatureOfInterest"], caller)
    if feature is None:
        observing.ensure_features({stream})
    number, is_new = observing.store_one(observing.reading(body, stream, feature))
    return 201 if is_new else 200, f"{base}Observations({number})", ""


def _feature(given: Any, caller: Caller) -> int:
    if isinstance(given, dict) and "@iot.id" in given:
        return inserting.existing(BY_NAME["FeatureOfInterest"], given, "FeatureOfInterest")
    if not caller.may_write:
        raise Fault(403, "FeatureOfInterest", "Ein Gerät schreibt nur Messwerte.")
    return insert_feature(actor=caller, body=given)


@service
def insert_feature(*, actor: Actor, body: Any) -> int:
    """Make the feature that an observation brings with it; returns its number."""
    return int(inserting.create(BY_NAME["FeatureOfInterest"], body, {}, actor=actor).pk)


@service
def change(*, actor: Actor, path: Path, body: Any, partial: bool) -> None:
    """Change an entity's columns and links; with partial, only what is given."""
    entity, target = path.last.entity, _target(path)
    if isinstance(target, Observation):
        services.correct_reading(actor=actor, reading=target, changes=observing.changes(body, target))
        return
    found = columns(entity, body, partial=partial)
    if not partial:
        found = {**_empty(entity.name), **found}
    for name, value in found.items():
        setattr(target, name, value)
    inserting.link_to_one(entity, target, body, "")
    target.save()
    inserting.link_to_many(entity, target, body, "", actor=actor, only_references=True)


def _empty(entity: str) -> dict[str, Any]:
    """What an entity has of which nothing is said (PUT)."""
    return {} if entity == "HistoricalLocation" else {"description": "", "properties": {}}


@service
def delete(*, actor: Actor, path: Path) -> None:
    """Delete an entity and what cannot be without it (OGC 18-088, table 25)."""
    target = _target(path)
    match path.last.entity.name:
        case "Observation":
            assert isinstance(target, Observation)  # noqa: S101
            services.delete_reading(actor=actor, reading=target)
        case "Thing":
            services.delete_things(actor=actor, things=[target.pk])
        case "Datastream":
            services.delete_streams(actor=actor, streams=[target.pk])
        case "Sensor":
            services.delete_streams(actor=actor, streams=_streams(sensor=target))
            target.delete()
        case "ObservedProperty":
            services.delete_streams(actor=actor, streams=_streams(observed_property=target))
            target.delete()
        case _:
            target.delete()


def _streams(**of: Model) -> list[int]:
    return list(Datastream.objects.filter(**of).values_list("pk", flat=True))


def _target(path: Path) -> Any:
    """The entity that a path names, locked."""
    step = path.last
    model = inserting.MODELS[step.entity.name]
    if step.key is None:
        # by a link to one: Datastreams(1)/Thing
        return inserting.follow(path.steps)
    rows = model._default_manager.filter(**{"id" if model is Observation else "pk": step.key})
    found = rows.select_for_update().first()
    if found is None:
        raise missing(path.text)
    return found


def _must_be_there(path: Path, caller: Caller, base: str) -> None:
    query = Query(Context(caller.sees_all, caller.own, {"base": base}), base)
    if path.last.many:
        raise Fault(405, path.text, "Geändert und gelöscht wird eine Entität, keine Liste.")
    if not rows_of(query.exists(path.steps), query):
        raise missing(path.text)


def _shown(path: Path, caller: Caller, base: str) -> str:
    query = Query(Context(caller.sees_all, caller.own, {"base": base}), base)
    found = rows_of(query.one(path.steps, Options()), query)
    return str(found[0][0]) if found else ""


def _patched(path: Path, patch: Any, caller: Caller, base: str) -> Any:
    """The entity's JSON after a JSON Patch (RFC 6902)."""
    shown = {name: value for name, value in json.loads(_shown(path, caller, base)).items() if "@iot." not in name}
    try:
        return jsonpatch.apply_patch(shown, patch)
    except (jsonpatch.JsonPatchException, jsonpatch.JsonPointerException, TypeError, AttributeError) as error:
        raise bad("body", "Diese Änderung passt nicht auf die Entität.", error) from None


def _write_part(method: str, path: Path, body: bytes, caller: Caller, base: str) -> Answer:
    """``…/$ref``: link or unlink; a property's value by PUT."""
    if not caller.may_write:
        raise Fault(403, "Authorization", "Ein Gerät schreibt nur Messwerte.")
    owner: tuple[Step, ...] = path.steps[:-1] if path.ref else path.steps
    if not owner:
        raise missing(path.text)
    _must_be_there(Path(path.text, owner), caller, base)
    if path.ref:
        link(actor=caller, path=path, body=read_body(body) if method != "DELETE" else None, method=method)
        return 204, "", ""
    if method not in {"PUT", "PATCH"} or len(path.inner) != 1:
        raise Fault(405, path.text, "Ein Feld wird mit PUT geändert.")
    given = {path.inner[0]: body.decode(errors="replace")} if path.value else read_body(body)
    change(actor=caller, path=Path(path.text, owner), body=given, partial=True)
    return 200, "", ""


@service
def link(*, actor: Actor, path: Path, body: Any, method: str) -> None:
    """Link an entity with another that is there (POST, PUT), or take the link away (DELETE)."""
    *before, step = path.steps
    owner = _target(Path(path.text, tuple(before)))
    if method == "DELETE":
        inserting.unlink(before[-1].entity, owner, step)
        return
    inserting.relink(before[-1].entity, owner, step, body, actor=actor)
