"""Observations in: one, many in a data array, and changes of stored ones."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction
from django.utils import timezone

from smartcity.infrastructure.iot.keys import Caller
from smartcity.infrastructure.iot.sensorthings.bodies import interval, moment
from smartcity.infrastructure.iot.sensorthings.faults import Fault, bad
from smartcity.kernel.telemetry.domain import (
    Reading,
    RefusedReading,
    ResultType,
    Stream,
    Unsound,
    dedup_number,
    json_text,
    judge,
)
from smartcity.kernel.telemetry.ingest import ingest
from smartcity.kernel.telemetry.models import Datastream, FeatureOfInterest, Observation, Thing

SOURCE = "sensorthings"
EXTRA = ("resultQuality", "validTime", "parameters")
KNOWN = {"phenomenonTime", "result", "resultTime", *EXTRA, "Datastream", "FeatureOfInterest"}


def reading(body: Any, stream: int, feature: int | None = None, place: str = "") -> Reading:
    """The reading of an Observation's body; raises Fault."""
    if not isinstance(body, dict):
        raise bad(place or "body", "Erwartet wird ein JSON-Objekt.", str(body)[:60])
    before = f"{place}." if place else ""
    for name in body:
        if name not in KNOWN and "@iot." not in name:
            raise bad(before + name, f"Observation hat dieses Feld nicht. Es gibt: {', '.join(sorted(KNOWN))}.", name)
    if "result" not in body:
        raise bad(f"{before}result", "Das Ergebnis fehlt.")
    given, result_time = body.get("phenomenonTime"), body.get("resultTime")
    start, end = interval(f"{before}phenomenonTime", given) if given else (timezone.now(), None)
    return Reading(
        stream,
        start,
        body["result"],
        phenomenon_end=end,
        result_time=moment(f"{before}resultTime", result_time) if result_time else None,
        feature=feature,
        extra={name: body[name] for name in EXTRA if body.get(name) is not None} or None,
    )


def store_one(found: Reading) -> tuple[int, bool]:
    """Store a reading; returns its number and whether it is new. Raises Fault with the rule that it breaks."""
    taken = ingest([found], source=SOURCE)
    if taken.refused:
        raise _refusal(taken.refused[0])
    if taken.ids[0] is not None:
        return taken.ids[0], True
    known = Observation.objects.filter(
        datastream_id=found.datastream, phenomenon_time=found.phenomenon_time, dedup=dedup_number(found.dedup)
    )
    return known.values_list("id", flat=True)[0], False


def _refusal(refused: RefusedReading) -> Fault:
    return bad(refused.place, refused.rule, refused.value)


def check_streams(streams: set[int], caller: Caller) -> None:
    """A device writes to its own streams alone; raises Fault."""
    if caller.may_write:
        return
    own = set(Datastream.objects.filter(thing_id=caller.own).values_list("pk", flat=True))
    for stream in sorted(streams - own):
        raise Fault(403, "Datastream", "Ein Gerät schreibt nur in seine eigenen Datenströme.", stream)


def ensure_features(streams: set[int]) -> None:
    """What streams without a feature of interest observe: the place of their thing, as the standard wants it."""
    bare = Datastream.objects.filter(pk__in=streams, feature=None, thing__locations__isnull=False)
    for stream in bare.select_related("thing").distinct():
        _take_place_of(stream.thing, stream)


def _take_place_of(thing: Thing, stream: Datastream) -> None:
    location = thing.locations.order_by("pk").first()
    if location is None:
        return
    with transaction.atomic():
        shared = Datastream.objects.filter(thing=thing, feature__isnull=False).order_by("pk").first()
        feature = shared.feature if shared else None
        if feature is None or not GEOSGeometry(feature.feature).equals_exact(location.location):
            feature = FeatureOfInterest.objects.create(
                name=location.name,
                description=location.description,
                encoding_type=location.encoding_type,
                feature=location.location,
                document=location.document,
            )
        Datastream.objects.filter(pk=stream.pk, feature=None).update(feature=feature)


def reference(given: Any, place: str) -> int:
    """The number in ``{"@iot.id": …}``; raises Fault."""
    number = given.get("@iot.id") if isinstance(given, dict) else None
    if isinstance(number, str) and number.isascii() and number.isdigit():
        number = int(number[:20])
    if not isinstance(number, int) or isinstance(number, bool) or not 0 < number < 2**63:
        raise bad(place, 'Erwartet wird {"@iot.id": Nummer}.', given)
    return number


def changes(body: Any, stored: Observation) -> dict[str, Any]:
    """The columns of a stored reading that a body changes; raises Fault for what breaks a rule."""
    stream = Datastream.objects.get(pk=stored.datastream_id)
    result = stored.value if stored.number is None else stored.number
    if stored.number is not None and stream.result_type == "boolean":
        result = bool(stored.number)
    known = {"result": result, **(stored.extra or {}), **(body if isinstance(body, dict) else {})}
    known.setdefault("phenomenonTime", _written(stored.phenomenon_time, stored.phenomenon_end))
    known.setdefault("resultTime", _written(stored.result_time) if stored.result_time else None)
    found = reading(known if isinstance(body, dict) else body, stream.pk)
    limits = (ResultType(stream.result_type), frozenset(stream.categories), stream.lowest, stream.highest)
    try:
        number, value = judge(found, Stream(stream.pk, stream.key, *limits), timezone.now())
        json_text("parameters", [value, found.extra])
    except Unsound as unsound:
        raise bad(unsound.place, unsound.rule, unsound.value) from None
    return {
        "phenomenon_time": found.phenomenon_time,
        "phenomenon_end": found.phenomenon_end,
        "result_time": found.result_time,
        "number": number,
        "value": value,
        "extra": dict(found.extra) if found.extra else None,
    }


def _written(start: datetime, end: datetime | None = None) -> str:
    return start.isoformat() + (f"/{end.isoformat()}" if end else "")
