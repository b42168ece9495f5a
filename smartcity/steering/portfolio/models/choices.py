"""Choices of the columns, with the words that screens show."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from smartcity.steering.portfolio.domain import (
    PHASES,
    Kind,
    Level,
    MilestoneKind,
    Part,
    PartnerKind,
    ReferenceKind,
    Rhythm,
    SeatRule,
    Stage,
)

Words = dict[StrEnum, "str | Promise"]

KIND: Words = {Kind.PROJECT: _("Projekt"), Kind.MEASURE: _("Kooperation oder Maßnahme")}
PARTNER_KIND: Words = {
    PartnerKind.CITY: _("Stadt"),
    PartnerKind.MUNICIPAL_COMPANY: _("Städtisches Unternehmen"),
    PartnerKind.BUSINESS: _("Aus der Wirtschaft"),
    PartnerKind.ASSOCIATION: _("Verband"),
    PartnerKind.RESEARCH: _("Forschung und Lehre"),
}
PART: Words = {Part.LEAD: _("zuständig"), Part.INVOLVED: _("beteiligt")}
MILESTONE_KIND: Words = {MilestoneKind.EVENT: _("Zeitpunkt"), MilestoneKind.PERIOD: _("Zeitraum")}
REFERENCE_KIND: Words = {
    ReferenceKind.FOUNDATION: _("Grundlage des Masterplans"),
    ReferenceKind.STRUCTURE: _("Ordnet die Zusammenarbeit"),
}
SEAT_RULE: Words = {
    SeatRule.FIXED: _("fester Sitz"),
    SeatRule.PARTNER: _("Sitz einer Organisation"),
    SeatRule.CHAIR: _("vom Vorsitz bestimmt"),
    SeatRule.COMPUTED: _("folgt aus dem Portfolio"),
}
RHYTHM: Words = {Rhythm.MONTHLY: _("monatlich"), Rhythm.HALF_YEARLY: _("halbjährlich")}
LEVEL: Words = {
    Level.STRATEGY: _("Strategieebene"),
    Level.DECISION: _("Entscheidungsebene"),
    Level.STEERING: _("Planungs- und Steuerungsebene"),
    Level.EXECUTION: _("Ausführungsebene"),
}
STAGE: Words = {
    Stage.PLANNED: _("In Planung"),
    Stage.BUILDING: _("In Umsetzung"),
    Stage.RUNNING: _("In Betrieb"),
    Stage.STOPPED: _("Pausiert oder beendet"),
}
PHASE: Words = {facts.phase: facts.de for facts in PHASES.values()}


def pairs(words: Words) -> list[tuple[str, str | Promise]]:
    """Choices for a field."""
    return [(str(key), word) for key, word in words.items()]


def only(column: str, words: Words, name: str) -> models.CheckConstraint:
    """The database takes nothing but these values."""
    return models.CheckConstraint(condition=Q(**{f"{column}__in": [str(key) for key in words]}), name=name)
