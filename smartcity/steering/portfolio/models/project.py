"""Projects and measures, and what hangs on them: fields, participants, milestones, other plans."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property

from smartcity.steering.portfolio.bilingual import Bilingual, in_language
from smartcity.steering.portfolio.domain import PHASES, SDG_COUNT, Kind, Part, Phase, PhaseFacts, Stage
from smartcity.steering.portfolio.models.choices import (
    KIND,
    MILESTONE_KIND,
    PART,
    PHASE,
    REFERENCE_KIND,
    STAGE,
    only,
    pairs,
)
from smartcity.steering.portfolio.models.frame import Field, Partner

STAGE_LIGHTS = {Stage.PLANNED: "none", Stage.BUILDING: "warn", Stage.RUNNING: "good", Stage.STOPPED: "bad"}
SEARCH = (
    SearchVector("title_de", weight="A", config="german")
    + SearchVector("title_en", weight="A", config="english")
    + SearchVector("goal_de", "users_de", "benefit_de", weight="B", config="german")
    + SearchVector("goal_en", "users_en", "benefit_en", weight="B", config="english")
    + SearchVector("summary_de", weight="C", config="german")
    + SearchVector("summary_en", weight="C", config="english")
)


class Project(models.Model):
    """A project (chapter 6) or measure (chapter 7). ``position`` sorts the plan's numbers: 6.9 before 6.10.

    ``phase`` is where it stands, ``phase_source`` from what in the plan that is read. ``published``: whether the
    public may see it.
    """

    number = models.CharField("Nummer im Plan", max_length=8, unique=True)
    position = models.PositiveIntegerField("Sortierung", unique=True)
    slug = models.SlugField("Kurzname", max_length=80, unique=True)
    kind = models.CharField("Art", max_length=10, choices=pairs(KIND))
    title_de = models.CharField("Titel", max_length=200)
    title_en = models.CharField("Titel (englisch)", max_length=200)
    summary_de = models.TextField("Worum es geht")
    summary_en = models.TextField("Worum es geht (englisch)")
    goal_de = models.TextField("Ziel")
    goal_en = models.TextField("Ziel (englisch)")
    users_de = models.TextField("Für wen")
    users_en = models.TextField("Für wen (englisch)")
    benefit_de = models.TextField("Was es bringt")
    benefit_en = models.TextField("Was es bringt (englisch)")
    next_step_de = models.TextField("Nächster Schritt laut Plan", blank=True)
    next_step_en = models.TextField("Nächster Schritt (englisch)", blank=True)
    phase = models.CharField("Phase", max_length=20, choices=pairs(PHASE))
    phase_source_de = models.TextField("Woraus die Phase hervorgeht")
    phase_source_en = models.TextField("Woraus die Phase hervorgeht (englisch)")
    sdgs = ArrayField(models.PositiveSmallIntegerField(), verbose_name="Nachhaltigkeitsziele", default=list, blank=True)
    plan_url = models.URLField("Seite, die der Plan nennt", blank=True)
    published = models.BooleanField("Veröffentlicht", default=True)
    fields = models.ManyToManyField(Field, through="ProjectField", related_name="projects")
    related = models.ManyToManyField("self", verbose_name="Verwandte Vorhaben", blank=True)
    search = models.GeneratedField(expression=SEARCH, output_field=SearchVectorField(), db_persist=True)

    title = Bilingual()
    summary = Bilingual()
    goal = Bilingual()
    users = Bilingual()
    benefit = Bilingual()
    next_step = Bilingual()
    phase_source = Bilingual()

    class Meta:
        ordering = ["position"]
        verbose_name = "Projekt oder Maßnahme"
        verbose_name_plural = "Projekte und Maßnahmen"
        constraints = [
            only("kind", KIND, "portfolio_project_kind"),
            only("phase", PHASE, "portfolio_project_phase"),
            models.CheckConstraint(
                condition=Q(sdgs__contained_by=list(range(1, SDG_COUNT + 1))), name="portfolio_project_sdgs"
            ),
            models.CheckConstraint(condition=~Q(slug="zeitleiste"), name="portfolio_project_slug_reserved"),
        ]
        indexes = [GinIndex(fields=["search"], name="portfolio_project_search")]

    def __str__(self) -> str:
        return f"{self.number} {self.title_de}"

    def get_absolute_url(self) -> str:
        """The project's page."""
        return reverse("portfolio:project", args=[self.slug])

    @property
    def phase_facts(self) -> PhaseFacts:
        """Names and meaning of the phase."""
        return PHASES[Phase(self.phase)]

    @property
    def phase_title(self) -> str:
        """The phase's name in the reader's language."""
        return in_language(self.phase_facts.de, self.phase_facts.en)

    @property
    def stage(self) -> Stage:
        """The glance at the phase: planned, building, running, stopped."""
        return self.phase_facts.stage

    @property
    def stage_word(self) -> str:
        """The stage in the reader's language."""
        return str(STAGE[self.stage])

    @property
    def light(self) -> str:
        """The state light of its stage."""
        return STAGE_LIGHTS[self.stage]

    @property
    def kind_word(self) -> str:
        """Project or measure, in the reader's language."""
        return str(KIND[Kind(self.kind)])

    @cached_property
    def ordered_fields(self) -> list[Field]:
        """Its fields of action in the order in which the plan names them."""
        return [link.field for link in self.field_links.all()]

    @property
    def responsible(self) -> list[str]:
        """The plan's words for who is responsible."""
        return [item.words for item in self.participations.all() if item.part == Part.LEAD]

    @property
    def public_partners(self) -> list[Partner]:
        """Published partners that are responsible or take part, each once."""
        partners = (item.partner for item in self.participations.all())
        return list(dict.fromkeys(partner for partner in partners if partner is not None and partner.published))

    @property
    def involved_partners(self) -> list[Partner]:
        """Published partners that take part without being responsible."""
        parts = (item for item in self.participations.all() if item.part == Part.INVOLVED)
        return [item.partner for item in parts if item.partner is not None and item.partner.published]


class ProjectField(models.Model):
    """A project's place in a field of action; order 0 is the field that the plan names first."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="field_links")
    field = models.ForeignKey(Field, on_delete=models.PROTECT, related_name="project_links")
    order = models.PositiveSmallIntegerField("Reihenfolge im Plan")

    class Meta:
        ordering = ["order"]
        verbose_name = "Handlungsfeld eines Projekts"
        verbose_name_plural = "Handlungsfelder der Projekte"
        constraints = [
            models.UniqueConstraint(fields=["project", "field"], name="portfolio_projectfield_once"),
            models.UniqueConstraint(fields=["project", "order"], name="portfolio_projectfield_order"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id}: {self.field_id}"


class Participation(models.Model):
    """Who takes part in a project. A responsible office is kept in the plan's own words.

    ``partner`` is empty where the plan's words name nobody of its eleven partners.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="participations")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="participations", null=True, blank=True)
    part = models.CharField("Rolle", max_length=10, choices=pairs(PART))
    words = models.CharField("Worte des Plans", max_length=100, blank=True)
    order = models.PositiveSmallIntegerField("Reihenfolge")

    class Meta:
        ordering = ["order"]
        verbose_name = "Beteiligung"
        verbose_name_plural = "Beteiligungen"
        constraints = [
            models.UniqueConstraint(fields=["project", "order"], name="portfolio_participation_order"),
            only("part", PART, "portfolio_participation_part"),
            models.CheckConstraint(
                condition=(Q(part=str(Part.LEAD)) & ~Q(words=""))
                | (Q(part=str(Part.INVOLVED)) & Q(partner__isnull=False)),
                name="portfolio_participation_named",
            ),
        ]

    def __str__(self) -> str:
        return self.words or str(self.partner)


class Milestone(models.Model):
    """A date that the plan states. For an event, ``begins`` to ``ends`` is when it fell; a period may be open."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="milestones")
    order = models.PositiveSmallIntegerField("Reihenfolge")
    kind = models.CharField("Art", max_length=10, choices=pairs(MILESTONE_KIND))
    begins = models.DateField("Beginn")
    ends = models.DateField("Ende", null=True, blank=True)
    approximate = models.BooleanField("Tag nicht genannt", default=False)
    stated_de = models.CharField("Zeit, wie der Plan sie nennt", max_length=80)
    stated_en = models.CharField("Zeit (englisch)", max_length=80)
    title_de = models.CharField("Titel", max_length=200)
    title_en = models.CharField("Titel (englisch)", max_length=200)

    stated = Bilingual()
    title = Bilingual()

    class Meta:
        ordering = ["begins", "order"]
        verbose_name = "Meilenstein"
        verbose_name_plural = "Meilensteine"
        constraints = [
            models.UniqueConstraint(fields=["project", "order"], name="portfolio_milestone_order"),
            only("kind", MILESTONE_KIND, "portfolio_milestone_kind"),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("begins")), name="portfolio_milestone_span"
            ),
            models.CheckConstraint(condition=~Q(kind="event") | Q(ends__isnull=False), name="portfolio_event_has_end"),
        ]

    def __str__(self) -> str:
        return f"{self.stated_de}: {self.title_de}"


class PlanReference(models.Model):
    """Another plan or document that the master plan touches (chapter 8); ``document`` is the council's number."""

    slug = models.SlugField("Kurzname", unique=True)
    order = models.PositiveSmallIntegerField("Reihenfolge im Plan")
    kind = models.CharField("Art", max_length=12, choices=pairs(REFERENCE_KIND))
    title_de = models.CharField("Titel", max_length=400)
    title_en = models.CharField("Titel (englisch)", max_length=400)
    document = models.CharField("Drucksache", max_length=20, blank=True)
    fields = models.ManyToManyField(Field, blank=True, related_name="references")
    projects = models.ManyToManyField(Project, blank=True, related_name="references")
    partners = models.ManyToManyField(Partner, blank=True, related_name="references")

    title = Bilingual()

    class Meta:
        ordering = ["order"]
        verbose_name = "Schnittstelle zu einem anderen Plan"
        verbose_name_plural = "Schnittstellen zu anderen Plänen"
        constraints = [only("kind", REFERENCE_KIND, "portfolio_reference_kind")]

    def __str__(self) -> str:
        return self.title_de
