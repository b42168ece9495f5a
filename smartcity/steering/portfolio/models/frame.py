"""The plan's frame: the plan itself, its stations in time, the seven fields of action, the partners."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from smartcity.steering.portfolio.bilingual import Bilingual
from smartcity.steering.portfolio.domain import PartnerKind
from smartcity.steering.portfolio.models.choices import PARTNER_KIND, only, pairs


class Plan(models.Model):
    """The master plan as a document; ``latest_date`` is the last day that its text speaks of as past.

    The letter of intent: ``first_signatories`` partners signed it at ``letter_signed``, ``joined_since`` came later.
    """

    slug = models.SlugField("Kurzname", unique=True)
    title_de = models.CharField("Titel", max_length=200)
    title_en = models.CharField("Titel (englisch)", max_length=200)
    goal_de = models.TextField("Ziel")
    goal_en = models.TextField("Ziel (englisch)")
    latest_date = models.DateField("Letztes Datum im Text")
    latest_date_stated_de = models.CharField("Letztes Datum, wie der Plan es nennt", max_length=80)
    latest_date_stated_en = models.CharField("Letztes Datum (englisch)", max_length=80)
    letter_signed = models.DateField("Absichtserklärung unterschrieben")
    letter_signed_stated_de = models.CharField("Unterschrift, wie der Plan sie nennt", max_length=80)
    letter_signed_stated_en = models.CharField("Unterschrift (englisch)", max_length=80)
    first_signatories = models.PositiveSmallIntegerField("Erste Unterzeichnende")
    joined_since = models.PositiveSmallIntegerField("Später beigetreten")

    title = Bilingual()
    goal = Bilingual()
    latest_date_stated = Bilingual()
    letter_signed_stated = Bilingual()

    class Meta:
        verbose_name = "Masterplan"
        verbose_name_plural = "Masterpläne"

    def __str__(self) -> str:
        return self.title_de


class Station(models.Model):
    """A dated step of the plan as a whole. ``approximate``: the plan gives no day."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="stations")
    order = models.PositiveSmallIntegerField("Reihenfolge")
    begins = models.DateField("Beginn")
    ends = models.DateField("Ende")
    approximate = models.BooleanField("Tag nicht genannt")
    stated_de = models.CharField("Zeit, wie der Plan sie nennt", max_length=80)
    stated_en = models.CharField("Zeit (englisch)", max_length=80)
    title_de = models.CharField("Titel", max_length=200)
    title_en = models.CharField("Titel (englisch)", max_length=200)
    chapter = models.CharField("Kapitel", max_length=10)

    stated = Bilingual()
    title = Bilingual()

    class Meta:
        ordering = ["order"]
        verbose_name = "Station des Plans"
        verbose_name_plural = "Stationen des Plans"
        constraints = [
            models.UniqueConstraint(fields=["plan", "order"], name="portfolio_station_order"),
            models.CheckConstraint(condition=Q(ends__gte=F("begins")), name="portfolio_station_span"),
        ]

    def __str__(self) -> str:
        return f"{self.stated_de}: {self.title_de}"


class Field(models.Model):
    """A field of action (Handlungsfeld); all seven stand side by side with equal rank."""

    slug = models.SlugField("Kurzname", unique=True)
    order = models.PositiveSmallIntegerField("Reihenfolge im Plan")
    icon = models.CharField("Symbol", max_length=60)
    title_de = models.CharField("Titel", max_length=100)
    title_en = models.CharField("Titel (englisch)", max_length=100)
    summary_de = models.TextField("Worum es geht")
    summary_en = models.TextField("Worum es geht (englisch)")

    title = Bilingual()
    summary = Bilingual()

    class Meta:
        ordering = ["order"]
        verbose_name = "Handlungsfeld"
        verbose_name_plural = "Handlungsfelder"

    def __str__(self) -> str:
        return self.title_de

    def get_absolute_url(self) -> str:
        """The field's page."""
        return reverse("portfolio:field", args=[self.slug])


class Partner(models.Model):
    """An organisation that joined the smart city; unpublished ones are never shown in public."""

    slug = models.SlugField("Kurzname", unique=True)
    order = models.PositiveSmallIntegerField("Reihenfolge im Plan")
    name = models.CharField("Name", max_length=200)
    short = models.CharField("Kurzform", max_length=60)
    kind = models.CharField("Art", max_length=20, choices=pairs(PARTNER_KIND))
    url = models.URLField("Seite, die der Plan nennt", blank=True)
    companies = ArrayField(
        models.CharField(max_length=100), verbose_name="Genannte Gesellschaften", default=list, blank=True
    )
    summary_de = models.TextField("Wer das ist")
    summary_en = models.TextField("Wer das ist (englisch)")
    published = models.BooleanField("Veröffentlicht", default=True)

    summary = Bilingual()

    class Meta:
        ordering = ["order"]
        verbose_name = "Partner"
        verbose_name_plural = "Partner"
        constraints = [only("kind", PARTNER_KIND, "portfolio_partner_kind")]

    def __str__(self) -> str:
        return self.short

    def get_absolute_url(self) -> str:
        """The partner's page."""
        return reverse("portfolio:partner", args=[self.slug])

    @property
    def kind_word(self) -> str:
        """What it is, in the reader's language."""
        return str(PARTNER_KIND[PartnerKind(self.kind)])
