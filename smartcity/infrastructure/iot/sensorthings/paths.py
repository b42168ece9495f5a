"""Resource paths: ``Things(1)/Datastreams(2)/Observations``, and what may follow. Free of Django."""

from __future__ import annotations

import re
from dataclasses import dataclass

from smartcity.infrastructure.iot.sensorthings.entities import BY_NAME, BY_PLURAL, Entity, Link
from smartcity.infrastructure.iot.sensorthings.faults import bad, missing

LONGEST = 12
LARGEST_ID = 2**63 - 1
_SEGMENT = re.compile(r"([A-Za-z]+)(?:\((\d{1,40})\))?")


@dataclass(frozen=True, slots=True)
class Step:
    """One entity set or entity of a path; ``link`` leads to it from the step before."""

    entity: Entity
    link: Link | None
    key: int | None

    @property
    def many(self) -> bool:
        """Whether it names a list."""
        return self.key is None and (self.link is None or self.link.many)


@dataclass(frozen=True, slots=True)
class Path:
    """steps; then ``inner``: a property and names inside of it; ``value``, ``ref``: how the answer is wanted."""

    text: str
    steps: tuple[Step, ...]
    inner: tuple[str, ...] = ()
    value: bool = False
    ref: bool = False

    @property
    def last(self) -> Step:
        """What the path names."""
        return self.steps[-1]


def read_path(text: str) -> Path:
    """The steps of a path; raises Fault."""
    segments = [segment for segment in text.strip("/").split("/") if segment]
    if not segments or len(segments) > LONGEST:
        raise missing(text[:200])
    wanted = segments.pop() if segments[-1] in {"$ref", "$value"} else ""
    steps: list[Step] = []
    inner: list[str] = []
    for segment in segments:
        step = None if inner else _step(segment, steps[-1] if steps else None, text)
        if step is not None:
            steps.append(step)
        elif steps and not steps[-1].many and (inner or segment in {*steps[-1].entity.properties, "id"}):
            inner.append(segment)
        else:
            raise missing(text[:200])
    if not steps or (wanted == "$value" and not inner) or (wanted == "$ref" and inner):
        raise missing(text[:200])
    return Path(text, tuple(steps), tuple(inner), wanted == "$value", wanted == "$ref")


def _step(segment: str, before: Step | None, text: str) -> Step | None:
    found = _SEGMENT.fullmatch(segment)
    if found is None:
        if segment.partition("(")[0] in BY_PLURAL:
            raise bad(segment[:60], "Eine Nummer ist eine ganze Zahl.", segment[:60])
        return None
    name, key = found[1], int(found[2]) if found[2] else None
    if key is not None and key > LARGEST_ID:
        raise missing(text[:200])
    if before is None:
        return Step(BY_PLURAL[name], None, key) if name in BY_PLURAL else None
    link = before.entity.links.get(name)
    if link is None or before.many or (key is not None and not link.many):
        return None
    return Step(BY_NAME[link.target], link, key)
