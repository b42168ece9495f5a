"""The organisation: four levels, two boards, and the rules by which their seats are filled. No persons."""

from __future__ import annotations

from django.db import models

from smartcity.steering.portfolio.bilingual import Bilingual
from smartcity.steering.portfolio.domain import Rhythm, SeatRule
from smartcity.steering.portfolio.models.choices import LEVEL, RHYTHM, SEAT_RULE, only, pairs
from smartcity.steering.portfolio.models.frame import Partner


class OrganisationLevel(models.Model):
    """One of the four levels of figure 2, with the body that acts on it."""

    slug = models.CharField("Ebene", max_length=12, unique=True, choices=pairs(LEVEL))
    order = models.PositiveSmallIntegerField("Reihenfolge", unique=True)
    title_de = models.CharField("Titel", max_length=100)
    title_en = models.CharField("Titel (englisch)", max_length=100)
    body_de = models.CharField("Gremium oder Stelle", max_length=100)
    body_en = models.CharField("Gremium oder Stelle (englisch)", max_length=100)
    task_de = models.TextField("Aufgabe")
    task_en = models.TextField("Aufgabe (englisch)")

    title = Bilingual()
    body = Bilingual()
    task = Bilingual()

    class Meta:
        ordering = ["order"]
        verbose_name = "Ebene der Organisation"
        verbose_name_plural = "Ebenen der Organisation"
        constraints = [only("slug", LEVEL, "portfolio_level_slug")]

    def __str__(self) -> str:
        return self.title_de


class Board(models.Model):
    """A board (Gremium). Chair and deputy are functions; the plan names none for the programme board."""

    slug = models.SlugField("Kurzname", unique=True)
    order = models.PositiveSmallIntegerField("Reihenfolge")
    level = models.ForeignKey(OrganisationLevel, on_delete=models.PROTECT, related_name="boards")
    chapter = models.CharField("Kapitel", max_length=10)
    title_de = models.CharField("Titel", max_length=100)
    title_en = models.CharField("Titel (englisch)", max_length=100)
    role_de = models.TextField("Aufgabe")
    role_en = models.TextField("Aufgabe (englisch)")
    chair_de = models.CharField("Vorsitz", max_length=100, blank=True)
    chair_en = models.CharField("Vorsitz (englisch)", max_length=100, blank=True)
    deputy_de = models.CharField("Vertretung", max_length=100, blank=True)
    deputy_en = models.CharField("Vertretung (englisch)", max_length=100, blank=True)
    rhythm = models.CharField("Rhythmus", max_length=12, choices=pairs(RHYTHM))

    title = Bilingual()
    role = Bilingual()
    chair = Bilingual()
    deputy = Bilingual()

    class Meta:
        ordering = ["order"]
        verbose_name = "Gremium"
        verbose_name_plural = "Gremien"
        constraints = [only("rhythm", RHYTHM, "portfolio_board_rhythm")]

    def __str__(self) -> str:
        return self.title_de

    @property
    def rhythm_word(self) -> str:
        """How often it meets, in the reader's language."""
        return str(RHYTHM[Rhythm(self.rhythm)])


class BoardSeat(models.Model):
    """A seat or group of seats on a board, and the rule by which it is filled."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="seats")
    order = models.PositiveSmallIntegerField("Reihenfolge")
    rule = models.CharField("Regel", max_length=10, choices=pairs(SEAT_RULE))
    title_de = models.CharField("Sitz", max_length=200)
    title_en = models.CharField("Sitz (englisch)", max_length=200)
    partners = models.ManyToManyField(Partner, blank=True, related_name="seats")

    title = Bilingual()

    class Meta:
        ordering = ["order"]
        verbose_name = "Sitz in einem Gremium"
        verbose_name_plural = "Sitze in Gremien"
        constraints = [
            models.UniqueConstraint(fields=["board", "order"], name="portfolio_seat_order"),
            only("rule", SEAT_RULE, "portfolio_seat_rule"),
        ]

    def __str__(self) -> str:
        return self.title_de

    @property
    def rule_word(self) -> str:
        """How it is filled, in the reader's language."""
        return str(SEAT_RULE[SeatRule(self.rule)])
