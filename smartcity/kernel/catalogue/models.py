"""The catalogue in the database: one row for each dataset, and its earlier states."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

SEARCH = (
    SearchVector("title", weight="A", config="german")
    + SearchVector("title_en", weight="A", config="english")
    + SearchVector("words", weight="B", config="german")
    + SearchVector("text", weight="C", config="german")
    + SearchVector("text_en", weight="C", config="english")
)


class Entry(models.Model):
    """A dataset. ``facts`` says everything (records.Record); the other columns are for finding and sorting.

    package: the entry as CKAN's API gives it, made when it is written, so that a page of a thousand is one read.
    A withdrawn entry stays as tombstone: its address tells that there was something, and since when it is gone.
    identifier, resource_ids: what CKAN's clients ask by. origin: who keeps the entry; empty: the rooms' declarations.
    """

    slug = models.SlugField(_("Kurzname"), max_length=120, unique=True)
    identifier = models.CharField(_("Kennung"), max_length=36, db_index=True, default="")
    resource_ids = ArrayField(models.CharField(max_length=80), verbose_name=_("Kennungen der Dateien"), default=list)
    origin = models.CharField(_("Herkunft"), max_length=120, blank=True, db_index=True, default="")
    title = models.CharField(_("Titel"), max_length=400)
    title_en = models.CharField(_("Englischer Titel"), max_length=400, blank=True)
    text = models.TextField(_("Beschreibung"), blank=True)
    text_en = models.TextField(_("Englische Beschreibung"), blank=True)
    words = models.TextField(_("Schlagworte"), blank=True)
    keywords = ArrayField(models.CharField(max_length=200), verbose_name=_("Schlagworte"), default=list)
    themes = ArrayField(models.CharField(max_length=8), verbose_name=_("Themen"), default=list)
    formats = ArrayField(models.CharField(max_length=40), verbose_name=_("Formate"), default=list)
    licence = models.CharField(_("Lizenz"), max_length=60, blank=True)
    publisher = models.CharField(_("Herausgeber"), max_length=300, blank=True)
    publisher_key = models.SlugField(_("Kurzname des Herausgebers"), max_length=120, blank=True)
    facts = models.JSONField(_("Angaben"))
    fingerprint = models.CharField(_("Abdruck"), max_length=32)
    package = models.TextField(_("Fassung für CKAN"))
    modified_at = models.DateTimeField(_("Daten geändert"), null=True, blank=True)
    created_at = models.DateTimeField(_("Eintrag angelegt"), auto_now_add=True)
    changed_at = models.DateTimeField(_("Eintrag geändert"))
    withdrawn_at = models.DateTimeField(_("Zurückgezogen"), null=True, blank=True)
    search = models.GeneratedField(expression=SEARCH, output_field=SearchVectorField(), db_persist=True)

    class Meta:
        verbose_name = _("Datensatz")
        verbose_name_plural = _("Datensätze")
        ordering = ["title", "slug"]
        indexes = [
            GinIndex(fields=["search"], name="catalogue_entry_search"),
            GinIndex(fields=["themes"], name="catalogue_entry_themes"),
            GinIndex(fields=["formats"], name="catalogue_entry_formats"),
            GinIndex(fields=["keywords"], name="catalogue_entry_keywords"),
            GinIndex(fields=["resource_ids"], name="catalogue_entry_resources"),
            GinIndex(OpClass(Upper("title"), name="gin_trgm_ops"), name="catalogue_entry_title"),
            models.Index(fields=["-modified_at", "slug"], name="catalogue_entry_modified"),
            models.Index(fields=["title", "slug"], name="catalogue_entry_by_title"),
            models.Index(fields=["publisher_key"], name="catalogue_entry_publisher"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The entry's page."""
        return f"/offene-daten/{self.slug}"


class Version(models.Model):
    """An earlier state of an entry: what it said until ``until``, and which facts then changed."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="versions", verbose_name=_("Datensatz"))
    until = models.DateTimeField(_("Galt bis"))
    facts = models.JSONField(_("Angaben"))
    changed = ArrayField(models.CharField(max_length=60), verbose_name=_("Geändert"))

    class Meta:
        verbose_name = _("Fassung")
        verbose_name_plural = _("Fassungen")
        ordering = ["-until", "-id"]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.until:%Y-%m-%d}"
