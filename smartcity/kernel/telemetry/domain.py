"""Readings and the rules by which they are taken or refused. Free of Django."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

AHEAD = timedelta(minutes=5)
"""How far a sensor's clock may be ahead."""
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LONGEST_TEXT = 10_000


class ResultType(StrEnum):
    """What a datastream's results are."""

    NUMBER = "number"
    BOOLEAN = "boolean"
    CATEGORY = "category"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Stream:
    """What a reading is judged by: a datastream's key facts."""

    id: int
    key: str | None
    result_type: ResultType
    categories: frozenset[str] = frozenset()
    lowest: float | None = None
    highest: float | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One result of a datastream.

    datastream: its id, or its stable key. phenomenon_time: when it was observed (aware); phenomenon_end: end of an
    interval. result: number, boolean, category or JSON, as the datastream says. dedup: tells apart readings of one
    stream and moment; a repetition with the same one is the same reading. feature: id of a feature of interest other
    than the datastream's. extra: resultQuality, validTime, parameters.
    """

    datastream: int | str
    phenomenon_time: datetime
    result: Any
    phenomenon_end: datetime | None = None
    result_time: datetime | None = None
    dedup: int | str = 0
    feature: int | None = None
    extra: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class RefusedReading:
    """A reading that was not taken: its place in the batch (from 0), the part that is wrong, the rule, the value."""

    index: int
    place: str
    rule: str
    value: str = ""


@dataclass(slots=True)
class Taken:
    """What became of a batch.

    accepted: stored now. repeated: known already. ids: of each reading that was stored now, else None.
    """

    accepted: int = 0
    repeated: int = 0
    refused: list[RefusedReading] = field(default_factory=list)
    ids: Sequence[int | None] = ()


class Unsound(ValueError):
    """A reading breaks a rule."""

    def __init__(self, place: str, rule: str, value: Any = "") -> None:
        super().__init__(f"{place}: {rule}")
        # what is kept of it must fit into the database's texts, whatever was sent
        shown = str(value)[:100].replace("\0", "").encode(errors="replace").decode()
        self.place, self.rule, self.value = place, rule, shown


def judge(reading: Reading, stream: Stream | None, now: datetime) -> tuple[float | None, Any]:
    """The reading's result as (number, value), of which one is None; raises Unsound."""
    if stream is None:
        raise Unsound("datastream", "Diesen Datenstrom gibt es nicht.", reading.datastream)
    _judge_times(reading, now)
    return _READERS[stream.result_type](reading.result, stream)


def _judge_times(reading: Reading, now: datetime) -> None:
    moment, end = reading.phenomenon_time, reading.phenomenon_end
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        raise Unsound("phenomenonTime", "Die Zeit braucht eine Zeitzone.", moment)
    if moment > now + AHEAD:
        raise Unsound("phenomenonTime", "Die Zeit liegt in der Zukunft.", moment.isoformat())
    if moment < EARLIEST:
        raise Unsound("phenomenonTime", "Die Zeit liegt vor 1970.", moment.isoformat())
    if end is not None and (end.tzinfo is None or end < moment):
        raise Unsound("phenomenonTime", "Das Ende liegt vor dem Beginn.", end)


def _number(result: Any, stream: Stream) -> tuple[float, None]:
    if isinstance(result, bool) or not isinstance(result, int | float):
        raise Unsound("result", "Erwartet wird eine Zahl.", result)
    try:
        found = float(result)
    except OverflowError:
        raise Unsound("result", "Die Zahl ist zu groß.", "") from None
    if not math.isfinite(found):
        raise Unsound("result", "Erwartet wird eine endliche Zahl.", result)
    if stream.lowest is not None and found < stream.lowest:
        raise Unsound("result", f"Der Wert liegt unter dem physikalisch möglichen ({stream.lowest:g}).", result)
    if stream.highest is not None and found > stream.highest:
        raise Unsound("result", f"Der Wert liegt über dem physikalisch möglichen ({stream.highest:g}).", result)
    return found, None


def _boolean(result: Any, stream: Stream) -> tuple[float, None]:
    if not isinstance(result, bool):
        raise Unsound("result", "Erwartet wird wahr oder falsch.", result)
    return float(result), None


def _category(result: Any, stream: Stream) -> tuple[None, str]:
    if not isinstance(result, str) or not result or len(result) > LONGEST_TEXT or not is_text(result):
        raise Unsound("result", "Erwartet wird ein Text.", result)
    if stream.categories and result not in stream.categories:
        raise Unsound("result", f"Erwartet wird eines von: {', '.join(sorted(stream.categories))}.", result)
    return None, result


def _json(result: Any, stream: Stream) -> tuple[None, Any]:
    if result is None:
        raise Unsound("result", "Das Ergebnis fehlt.")
    return None, result


_READERS = {
    ResultType.NUMBER: _number,
    ResultType.BOOLEAN: _boolean,
    ResultType.CATEGORY: _category,
    ResultType.JSON: _json,
}


def is_text(text: str) -> bool:
    """Whether a database can keep it: no NUL, no half of a surrogate pair (JSON may escape both)."""
    return "\0" not in text and (text.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in text))


def json_text(place: str, value: Any) -> str:
    """The value as JSON that a database can keep; raises Unsound."""
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
        text.encode()
    except (TypeError, ValueError, RecursionError):
        raise Unsound(place, "Der Wert lässt sich nicht als JSON speichern.", "") from None
    if "\\u0000" in text.replace("\\\\", ""):
        raise Unsound(place, "Der Wert enthält ein Nullzeichen.", "")
    return text


def dedup_number(dedup: int | str) -> int:
    """The 32 bits (signed) under which a dedup key is stored; texts by their hash."""
    if isinstance(dedup, str) and dedup:
        return int.from_bytes(
            hashlib.blake2b(dedup.encode(errors="surrogatepass"), digest_size=4).digest(), signed=True
        )
    return (int(dedup or 0) + 2**31) % 2**32 - 2**31
