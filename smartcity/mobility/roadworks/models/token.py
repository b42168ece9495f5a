"""Keys for programs that act for a site manager."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from smartcity.kernel.accounts.models import Person


class ApiToken(models.Model):
    """A program's key to the API in the name of a person; only its hash is kept.

    It opens what a site manager may do (report and confirm works), never the office's work, for which a second factor
    is demanded.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("Person"))
    name = models.CharField(_("Bezeichnung"), max_length=80)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("gilt bis"), null=True, blank=True)

    class Meta:
        verbose_name = _("API-Schlüssel")
        verbose_name_plural = _("API-Schlüssel")
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="roadworks_token_name_once")]

    def __str__(self) -> str:
        return self.name
