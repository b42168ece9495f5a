"""Ways to the portal."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from smartcity.kernel.web.contributions import NavigationEntry, Situation

NAVIGATION = [
    NavigationEntry(
        _("Leistungen und Anträge"),
        lambda: reverse("serviceportal:services"),
        _("Finden, ausfüllen, abschicken, den Stand verfolgen."),
        icon="assignment",
        situation=Situation.OFFICE,
        order=10,
    ),
    NavigationEntry(
        _("Schaden melden"),
        lambda: reverse("serviceportal:service", args=["schaden-melden"]),
        _("Schlagloch, dunkle Laterne, wilder Müll: Sagen Sie uns, wo."),
        icon="report",
        situation=Situation.ENVIRONMENT,
        order=10,
    ),
    NavigationEntry(
        _("Meine Vorgänge"),
        lambda: reverse("serviceportal:my-cases"),
        icon="assignment",
        personal=True,
        order=10,
    ),
    NavigationEntry(
        _("Vorgänge bearbeiten"),
        lambda: reverse("serviceportal:work"),
        _("Anträge und Meldungen Ihres Amts, nach Frist."),
        icon="assignment",
        workplace=True,
        permission="cases.work",
        order=10,
    ),
]
