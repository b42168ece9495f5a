"""Many observations in one request: the data array of SensorThings (OGC 18-088, 12).

Blocks that hold nothing but times in UTC and numbers are read and stored as columns; all others row by row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from smartcity.infrastructure.iot.keys import Caller
from smartcity.infrastructure.iot.sensorthings.faults import Fault, bad
from smartcity.infrastructure.iot.sensorthings.observing import (
    KNOWN,
    SOURCE,
    check_streams,
    ensure_features,
    reading,
    reference,
)
from smartcity.kernel.telemetry.columns import Columns, columns, ingest_columns
from smartcity.kernel.telemetry.domain import Reading, Taken
from smartcity.kernel.telemetry.ingest import ingest

MOST_IN_ARRAY = 1_000_000
_COMPONENTS = {*KNOWN, "FeatureOfInterest/id"} - {"Datastream"}
Block = tuple[int, list[str], list[Any]]


def create_observations(body: Any, caller: Caller, base: str) -> list[str]:
    """Store a data array; an address or ``error: …`` for each row, in order. Raises Fault for a body that is none."""
    blocks = _blocks(body)
    check_streams({stream for stream, *_ in blocks}, caller)
    ensure_features({stream for stream, *_ in blocks})
    as_columns = _as_columns(blocks)
    if as_columns is not None:
        return _answers(ingest_columns(as_columns, source=SOURCE), base)
    rows = list(_rows(blocks))
    found = [row for row in rows if isinstance(row, Reading)]
    answers = iter(_answers(ingest(found, source=SOURCE), base))
    return [next(answers) if isinstance(row, Reading) else row for row in rows]


def _answers(taken: Taken, base: str) -> list[str]:
    wrong = {item.index: f"error: {item.place}: {item.rule}" for item in taken.refused}
    return [
        f"{base}Observations({number})" if number is not None else wrong.get(place, "error: duplicate")
        for place, number in enumerate(taken.ids)
    ]


def _blocks(body: Any) -> list[Block]:
    if not isinstance(body, list):
        raise bad("body", "Erwartet wird eine Liste von Blöcken.", str(body)[:60])
    blocks = [_block(block, f"[{place}]") for place, block in enumerate(body)]
    number = sum(len(array) for *_, array in blocks)
    if number > MOST_IN_ARRAY:
        raise Fault(413, "body", f"Ein Auftrag hat höchstens {MOST_IN_ARRAY} Messwerte.", number)
    return blocks


def _block(block: Any, at: str) -> Block:
    if not isinstance(block, dict):
        raise bad(at, "Erwartet wird ein JSON-Objekt.", str(block)[:60])
    components, array = block.get("components"), block.get("dataArray")
    if not isinstance(components, list) or "result" not in components:
        raise bad(f"{at}.components", "Erwartet wird eine Liste, in der result steht.", components)
    unknown = [name for name in components if name not in _COMPONENTS]
    if unknown or len(set(components)) < len(components):
        raise bad(f"{at}.components", "Diese Komponente gibt es nicht, oder zweimal.", (unknown or components)[0])
    if not isinstance(array, list):
        raise bad(f"{at}.dataArray", "Erwartet wird eine Liste von Zeilen.", str(array)[:60])
    return reference(block.get("Datastream"), f"{at}.Datastream"), components, array


def _as_columns(blocks: Sequence[Block]) -> Columns | None:
    """All rows as columns, or None where one is more than a time in UTC and a number."""
    streams, times, numbers = [], [], []
    for stream, components, array in blocks:
        if set(components) != {"phenomenonTime", "result"}:
            return None
        try:
            first, second = zip(*array, strict=True) if array else ((), ())
            moments, results = (first, second) if components[0] == "phenomenonTime" else (second, first)
            times.append(_times(moments))
        except (TypeError, ValueError):
            return None
        if not set(map(type, results)) <= {int, float}:
            return None
        try:
            numbers.append(np.asarray(results, np.float64))
        except OverflowError:
            return None
        streams.append(np.full(len(array), stream, np.int64))
    if not streams:
        return None
    return columns(np.concatenate(streams), np.concatenate(times), np.concatenate(numbers))


def _times(moments: Sequence[Any]) -> Any:
    """Microseconds since 1970 of times like 2026-11-27T08:00:00Z; raises ValueError or TypeError for others."""
    if any(len(text) < 20 or text[10] != "T" or text[-1] != "Z" for text in moments):
        raise ValueError("not a time in UTC")
    return np.array([text[:-1] for text in moments], "datetime64[us]").astype(np.int64)


def _rows(blocks: Sequence[Block]) -> Iterator[Reading | str]:
    for place, (stream, components, array) in enumerate(blocks):
        for number, values in enumerate(array):
            yield _row(stream, components, values, f"[{place}].dataArray[{number}]")


def _row(stream: int, components: list[str], values: Any, place: str) -> Reading | str:
    if not isinstance(values, list) or len(values) != len(components):
        return f"error: {place}: Eine Zeile hat so viele Werte wie es Komponenten gibt ({len(components)})."
    body = dict(zip(components, values, strict=True))
    feature = body.pop("FeatureOfInterest/id", None)
    if feature is not None and (not isinstance(feature, int) or not 0 < feature < 2**63):
        return f"error: {place}.FeatureOfInterest/id: Eine Nummer ist eine ganze Zahl."
    try:
        return reading(body, stream, feature, place)
    except Fault as fault:
        return f"error: {fault.place}: {fault.rule}"
