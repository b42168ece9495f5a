"""The life cycle of a project as the plan draws it (figure 3), as data. Free of Django.

Texts come in German and English, because they belong to the plan's content and not to the screens.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Phase(StrEnum):
    """Where a project or measure stands."""

    IDEA = "idea"
    SPECIFICATION = "specification"
    ORDER = "order"
    PLANNING = "planning"
    DETAILED_PLANNING = "detailed_planning"
    IMPLEMENTATION = "implementation"
    OPERATION = "operation"
    PAUSED = "paused"
    ENDED_EARLY = "ended_early"


class Stage(StrEnum):
    """Phases put together for bars and lights: what a reader wants to know at a glance."""

    PLANNED = "planned"
    BUILDING = "building"
    RUNNING = "running"
    STOPPED = "stopped"


class Kind(StrEnum):
    """Chapter 6 of the plan lists projects, chapter 7 cooperations and measures."""

    PROJECT = "project"
    MEASURE = "measure"


class PartnerKind(StrEnum):
    """What a partner is."""

    CITY = "city"
    MUNICIPAL_COMPANY = "municipal_company"
    BUSINESS = "business"
    ASSOCIATION = "association"
    RESEARCH = "research"


class Part(StrEnum):
    """What a partner does in a project: it is responsible, or the plan names it as taking part."""

    LEAD = "lead"
    INVOLVED = "involved"


class MilestoneKind(StrEnum):
    """A moment, or a span of time. A span without an end is still going on."""

    EVENT = "event"
    PERIOD = "period"


class ReferenceKind(StrEnum):
    """Chapter 8: documents the plan is founded on, and documents that organise the work."""

    FOUNDATION = "foundation"
    STRUCTURE = "structure"


class SeatRule(StrEnum):
    """How a seat on a board is filled: by function, by partner, by the chair's choice, or from the portfolio."""

    FIXED = "fixed"
    PARTNER = "partner"
    CHAIR = "chair"
    COMPUTED = "computed"


class Rhythm(StrEnum):
    """How often a board meets."""

    MONTHLY = "monthly"
    HALF_YEARLY = "half_yearly"


class Level(StrEnum):
    """The four levels of the organisation (figure 2), highest first."""

    STRATEGY = "strategy"
    DECISION = "decision"
    STEERING = "steering"
    EXECUTION = "execution"


@dataclass(frozen=True, slots=True)
class PhaseFacts:
    """A phase's names and meaning; ``stage`` is the glance at it."""

    phase: Phase
    stage: Stage
    de: str
    en: str
    meaning_de: str
    meaning_en: str


PHASES: dict[Phase, PhaseFacts] = {
    facts.phase: facts
    for facts in (
        PhaseFacts(
            Phase.IDEA,
            Stage.PLANNED,
            "Ideengenerierung",
            "Idea generation",
            "Neue Ideen entstehen, noch ohne feste Form.",
            "New ideas come up, still without a fixed shape.",
        ),
        PhaseFacts(
            Phase.SPECIFICATION,
            Stage.PLANNED,
            "Ideenspezifizierung",
            "Idea specification",
            "Ideen werden genauer beschrieben und nach Wichtigkeit geordnet.",
            "Ideas are described more precisely and ranked.",
        ),
        PhaseFacts(
            Phase.ORDER,
            Stage.PLANNED,
            "Projektauftrag",
            "Project order",
            "Eine Projektleitung erhält den Auftrag.",
            "A project lead receives the order.",
        ),
        PhaseFacts(
            Phase.PLANNING,
            Stage.PLANNED,
            "Einplanung ins Portfolio",
            "Planning into the portfolio",
            "Das Projekt wird nach den verfügbaren Kräften eingeplant.",
            "The project is scheduled according to the resources available.",
        ),
        PhaseFacts(
            Phase.DETAILED_PLANNING,
            Stage.PLANNED,
            "Feinplanung",
            "Detailed planning",
            "Schritte, Beteiligte und Technik werden festgelegt.",
            "Steps, participants and technology are settled.",
        ),
        PhaseFacts(
            Phase.IMPLEMENTATION,
            Stage.BUILDING,
            "Umsetzung",
            "Implementation",
            "Das Projekt wird gebaut oder erprobt.",
            "The project is being built or tried out.",
        ),
        PhaseFacts(
            Phase.OPERATION,
            Stage.RUNNING,
            "Betrieb",
            "Operation",
            "Das Ergebnis ist im Einsatz und wird gepflegt.",
            "The result is in use and maintained.",
        ),
        PhaseFacts(
            Phase.PAUSED,
            Stage.STOPPED,
            "Pausiert",
            "Paused",
            "Das Projekt ruht und kann weitergehen.",
            "The project rests and may go on.",
        ),
        PhaseFacts(
            Phase.ENDED_EARLY,
            Stage.STOPPED,
            "Vorzeitig beendet",
            "Ended early",
            "Das Projekt wurde vor seinem Ziel beendet; der Plan verlangt, auch darüber zu berichten.",
            "The project ended before reaching its aim; the plan asks to report on this too.",
        ),
    )
}

CYCLE: tuple[Phase, ...] = (
    Phase.IDEA,
    Phase.SPECIFICATION,
    Phase.ORDER,
    Phase.PLANNING,
    Phase.DETAILED_PLANNING,
    Phase.IMPLEMENTATION,
    Phase.OPERATION,
)

UNDER_WAY: frozenset[Phase] = frozenset({Phase.ORDER, Phase.PLANNING, Phase.DETAILED_PLANNING, Phase.IMPLEMENTATION})
"""Phases in which a project counts as running for the programme board: ordered, not yet handed over to operation."""

SDG_COUNT = 17


def next_phase(phase: Phase) -> Phase | None:
    """The phase that follows in the cycle; None at its end and outside of it (paused, ended early)."""
    if phase not in CYCLE or phase is CYCLE[-1]:
        return None
    return CYCLE[CYCLE.index(phase) + 1]


def plan_position(number: str) -> int:
    """Sortable position of a plan number: "6.10" comes after "6.9".

    Raises ValueError for anything but chapter and running number, both from 1 to 999.
    """
    chapter, dot, running = number.partition(".")
    parts = (chapter, running)
    if not dot or not all(part.isascii() and part.isdigit() and 0 < int(part) < 1000 for part in parts):
        raise ValueError(f"not a number of the plan: {number!r}")
    return int(chapter) * 1000 + int(running)


def known_interval(begins: date, ends: date | None, today: date) -> tuple[date, date]:
    """First and last day to draw; what has no end is drawn to today (or to its first day, if that is later)."""
    return begins, ends if ends is not None else max(begins, today)
