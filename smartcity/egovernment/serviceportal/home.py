"""The portal on the front page."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from smartcity.kernel.web.contributions import HomeCard, HomeContribution

HOME = HomeContribution(
    cards=[
        HomeCard(
            _("Schaden melden"),
            _("Schaden melden"),
            lambda: reverse("serviceportal:service", args=["schaden-melden"]),
            "report",
            _("Schlagloch, dunkle Laterne, wilder Müll: Sagen Sie uns, wo."),
            order=10,
        ),
        HomeCard(
            _("Anträge"),
            _("Antrag stellen"),
            lambda: reverse("serviceportal:services"),
            "assignment",
            _("Alle Leistungen der Stadt von A bis Z."),
            order=15,
        ),
    ]
)
