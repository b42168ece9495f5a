"""The independent checker: walks the log of signal states and names every breach of the safety rules.

It knows nothing of controllers, only the log (SUMO's SaveTLSSwitchStates or SaveTLSStates) and the network. Per group:
no change from green to red without yellow; yellow >= 3 s; green >= 5 s; green at the earliest 3 s after the end of
green of every conflicting group; on request a longest red. Times in seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from smartcity.kernel.refusal import Refusal, Refused
from smartcity.mobility.traffic.control.conflicts import SignalLayout, signal_layout
from smartcity.mobility.traffic.control.network import GREEN, YELLOW, RoadNetwork

YELLOW_AT_LEAST = 3.0
GREEN_AT_LEAST = 5.0
INTERGREEN_AT_LEAST = 3.0


@dataclass(frozen=True, slots=True)
class Violation:
    """One breach: when, at which signal and group, of which rule, and what was seen."""

    time: float
    signal: str
    group: int
    rule: str
    seen: str


@dataclass(slots=True)
class _Group:
    """What a group showed last: `colour` is g, y or r; `since` is None before the first change in the window."""

    colour: str
    since: float | None
    start: float
    ended: float | None = None


@dataclass(slots=True)
class _Walk:
    """One signal's way through the log."""

    layout: SignalLayout
    groups: list[_Group] = field(default_factory=list)
    last: str = ""


def check_log(
    log: Path, network: RoadNetwork, begin: float, end: float, longest_red: float | None = None
) -> list[Violation]:
    """All violations inside the window, in the log's order. Raises Refused if the log is no signal log."""
    walks: dict[str, _Walk] = {}
    found: list[Violation] = []
    for time, signal, state in _read(log):
        if not begin <= time < end or signal not in network.signals:
            continue
        walk = walks.get(signal)
        if walk is None:
            walk = walks[signal] = _Walk(signal_layout(network, signal))
        found.extend(_advance(walk, time, state, longest_red))
    if longest_red is not None:
        for walk in walks.values():
            found.extend(_still_red(walk, end, longest_red))
    return found


def _read(log: Path) -> Iterator[tuple[float, str, str]]:
    try:
        for _event, element in etree.iterparse(str(log), tag="tlsState", resolve_entities=False, no_network=True):
            yield float(element.attrib["time"]), str(element.attrib["id"]), str(element.attrib["state"])
            element.clear()
    except (OSError, etree.XMLSyntaxError, KeyError, ValueError) as error:
        rule = "Das Protokoll der Signalzustände ist nicht lesbar."
        raise Refused([Refusal(log.name, rule, type(error).__name__, "Erwartet werden tlsState-Zeilen.")]) from None


def _colour(character: str) -> str:
    return "g" if character in GREEN else "y" if character in YELLOW else "r"


def _advance(walk: _Walk, time: float, state: str, longest_red: float | None) -> Iterable[Violation]:
    if state == walk.last:
        return []
    walk.last = state
    if not walk.groups:
        walk.groups = [_Group(_colour(character), None, time) for character in state]
        return []
    found: list[Violation] = []
    starting = []
    for number, (group, character) in enumerate(zip(walk.groups, state, strict=False)):
        colour = _colour(character)
        if colour == group.colour:
            continue
        found.extend(_leave(walk.layout.id, number, group, colour, time, longest_red))
        if group.colour == "g":
            group.ended = time
        if colour == "g":
            starting.append(number)
        group.colour, group.since = colour, time
    for number in starting:
        found.extend(_intergreen(walk, number, time))
    return found


def _leave(
    signal: str, number: int, group: _Group, colour: str, time: float, longest_red: float | None
) -> Iterator[Violation]:
    lasted = None if group.since is None else time - group.since
    if group.colour == "g" and colour == "r":
        yield Violation(time, signal, number, "yellow missing", "green to red")
    if lasted is not None and group.colour == "g" and lasted < GREEN_AT_LEAST:
        yield Violation(time, signal, number, "green too short", f"{lasted:g} s")
    if lasted is not None and group.colour == "y" and colour == "r" and lasted < YELLOW_AT_LEAST:
        yield Violation(time, signal, number, "yellow too short", f"{lasted:g} s")
    red = time - (group.start if group.since is None else group.since)
    if longest_red is not None and group.colour == "r" and red > longest_red:
        yield Violation(time, signal, number, "red too long", f"{red:g} s")


def _intergreen(walk: _Walk, number: int, time: float) -> Iterator[Violation]:
    foes = walk.layout.conflicts[number]
    for other, group in enumerate(walk.groups):
        if not foes >> other & 1:
            continue
        if group.colour == "g":
            yield Violation(time, walk.layout.id, number, "conflicting greens", f"with group {other}")
        elif group.ended is not None and time - group.ended < INTERGREEN_AT_LEAST:
            rule, seen = "intergreen too short", f"{time - group.ended:g} s after group {other}"
            yield Violation(time, walk.layout.id, number, rule, seen)


def _still_red(walk: _Walk, end: float, longest_red: float) -> Iterator[Violation]:
    for number, group in enumerate(walk.groups):
        red = end - (group.start if group.since is None else group.since)
        if group.colour == "r" and walk.layout.links[number] and red > longest_red:
            yield Violation(end, walk.layout.id, number, "red too long", f"{red:g} s")
