"""Plans and pictures that belong to a roadwork."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from smartcity.kernel.documents.models import Document
from smartcity.mobility.roadworks.models.roadwork import Roadwork


class Attachment(models.Model):
    """A stored file with its part in the works; whether the public may read it is the document's own mark."""

    class Kind(models.TextChoices):
        """What the file is."""

        SITE_PLAN = "site-plan", _("Lageplan")
        TRAFFIC_SIGN_PLAN = "traffic-sign-plan", _("Verkehrszeichenplan")
        STANDARD_PLAN = "standard-plan", _("Regelplan")
        ORDER = "order", _("Verkehrsrechtliche Anordnung")
        PHOTO = "photo", _("Foto")
        OTHER = "other", _("Anderes")

    roadwork = models.ForeignKey(Roadwork, models.CASCADE, related_name="attachments", verbose_name=_("Baustelle"))
    document = models.OneToOneField(Document, models.CASCADE, related_name="+", verbose_name=_("Dokument"))
    kind = models.CharField(_("Art"), max_length=20, choices=Kind.choices)
    title = models.CharField(_("Bezeichnung"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Anlage")
        verbose_name_plural = _("Anlagen")
        ordering = ["roadwork", "kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["site-plan", "traffic-sign-plan", "standard-plan", "order", "photo", "other"]),
                name="roadworks_attachment_kind_known",
            )
        ]

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())
