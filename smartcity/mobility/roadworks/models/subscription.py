"""Who wants to hear of works on a way or in a district."""

from __future__ import annotations

import secrets
import uuid

from django.contrib.gis.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from smartcity.kernel.accounts.models import Person


def _secret() -> str:
    return secrets.token_urlsafe(24)


class Subscription(models.Model):
    """News of roadworks along a route or in a district.

    Without an e-mail address it is read as a feed or calendar under its secret link. An address receives mail only
    after its owner has confirmed it (`confirmed_at`, double opt-in). `told_until`: changes up to then were sent.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    secret = models.CharField(max_length=64, unique=True, default=_secret, editable=False)
    title = models.CharField(_("Bezeichnung"), max_length=120)
    email = models.EmailField(_("E-Mail-Adresse"), max_length=254, blank=True)
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    language = models.CharField(_("Sprache"), max_length=2, default="de")
    district = models.ForeignKey(
        "city.District", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("Bezirk")
    )
    route = models.LineStringField(_("Weg"), srid=4326, null=True, blank=True)
    full_closures_only = models.BooleanField(_("nur Vollsperrungen"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    told_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Abonnement")
        verbose_name_plural = _("Abonnements")
        constraints = [
            models.CheckConstraint(
                condition=Q(district=None, route__isnull=False) | Q(district__isnull=False, route=None),
                name="roadworks_subscription_of_one_place",
            ),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="roadworks_subscription_email_lower_case"),
            models.CheckConstraint(condition=Q(language__in=["de", "en"]), name="roadworks_subscription_language"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def open(self) -> bool:
        """Whether the subscription is in force: a feed at once, mail once it is confirmed."""
        return not self.email or self.confirmed_at is not None
