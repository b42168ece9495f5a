"""Scenarios (a network and its demand), experiments with them, and one row per simulated run."""

from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from smartcity.mobility.traffic.labels import CONTROLLERS

LONGEST = 4 * 3600  # seconds of traffic that one run may simulate


class Scenario(models.Model):
    """A road network with its signals and the traffic of a window; begin and end are seconds of the day."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    title = models.CharField(_("Titel"), max_length=120)
    description = models.TextField(_("Beschreibung"), max_length=2000, blank=True)
    begin = models.PositiveIntegerField(_("Beginn (Sekunde des Tages)"))
    end = models.PositiveIntegerField(_("Ende (Sekunde des Tages)"))
    signals = models.PositiveIntegerField(_("Lichtsignalanlagen"))
    is_demo = models.BooleanField(_("Vorführung"), default=False)
    created_at = models.DateTimeField(_("Angelegt"), auto_now_add=True)

    class Meta:
        verbose_name = _("Szenario")
        verbose_name_plural = _("Szenarien")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gt=F("begin")) & Q(end__lte=F("begin") + LONGEST), name="traffic_scenario_window"
            ),
            models.CheckConstraint(condition=Q(signals__gte=1), name="traffic_scenario_signals"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def minutes(self) -> float:
        """Length of the window."""
        return (self.end - self.begin) / 60


class ScenarioFile(models.Model):
    """A file of a scenario, packed with gzip; size and sha256 are those of the unpacked file."""

    class Kind(models.TextChoices):
        """What the file holds."""

        NETWORK = "network", _("Netz")
        DEMAND = "demand", _("Fahrten")

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="files", verbose_name=_("Szenario"))
    kind = models.CharField(_("Art"), max_length=10, choices=Kind)
    name = models.CharField(_("Name"), max_length=120)
    content = models.BinaryField(_("Inhalt"))
    size = models.PositiveIntegerField(_("Größe"))
    sha256 = models.CharField(_("Prüfsumme"), max_length=64)

    class Meta:
        verbose_name = _("Datei eines Szenarios")
        verbose_name_plural = _("Dateien von Szenarien")
        ordering = ["-kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scenario"], condition=Q(kind="network"), name="traffic_scenario_one_network"
            ),
            models.UniqueConstraint(fields=["scenario", "name"], name="traffic_scenario_file_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Experiment(models.Model):
    """Controllers side by side on one scenario; version and sumo say what computed it."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    scenario = models.ForeignKey(Scenario, models.PROTECT, related_name="experiments", verbose_name=_("Szenario"))
    controllers = ArrayField(models.CharField(max_length=20), verbose_name=_("Steuerungen"))
    seeds = ArrayField(models.PositiveIntegerField(), verbose_name=_("Startwerte"))
    version = models.CharField(_("Version der Plattform"), max_length=40)
    sumo = models.CharField(_("Version von SUMO"), max_length=40)
    created_at = models.DateTimeField(_("Gestartet"), auto_now_add=True)
    published_at = models.DateTimeField(_("Veröffentlicht"), null=True, blank=True)

    class Meta:
        verbose_name = _("Versuch")
        verbose_name_plural = _("Versuche")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(controllers__contains=["static"]), name="traffic_experiment_has_baseline"
            ),
            models.CheckConstraint(
                condition=Q(controllers__len__range=(2, 5)) & Q(seeds__len__range=(1, 5)),
                name="traffic_experiment_size",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scenario} {self.created_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        """The public page, which exists once the experiment is published."""
        return reverse("traffic:result", args=[self.uuid])


class Run(models.Model):
    """One simulation: a controller and a seed. figures: see control/measures.py; refusals: why there are none."""

    class State(models.TextChoices):
        """How far the run is."""

        WAITING = "waiting", _("wartet")
        RUNNING = "running", _("läuft")
        DONE = "done", _("fertig")
        FAILED = "failed", _("abgelehnt")

    experiment = models.ForeignKey(Experiment, models.CASCADE, related_name="runs", verbose_name=_("Versuch"))
    controller = models.CharField(_("Steuerung"), max_length=20)
    seed = models.PositiveIntegerField(_("Startwert"))
    state = models.CharField(_("Stand"), max_length=10, choices=State, default=State.WAITING)
    figures = models.JSONField(_("Kennzahlen"), null=True, blank=True)
    refusals = models.JSONField(_("Ablehnung"), default=list, blank=True)
    started_at = models.DateTimeField(_("Begonnen"), null=True, blank=True)
    ended_at = models.DateTimeField(_("Beendet"), null=True, blank=True)

    class Meta:
        verbose_name = _("Lauf")
        verbose_name_plural = _("Läufe")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["experiment", "controller", "seed"], name="traffic_run_once"),
            models.CheckConstraint(
                condition=Q(state="done", figures__isnull=False)
                | Q(state__in=["waiting", "running", "failed"], figures__isnull=True),
                name="traffic_run_figures",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.controller} {self.seed}"

    @property
    def word(self) -> str:
        """The controller's name in the reader's language."""
        return str(CONTROLLERS[self.controller])
