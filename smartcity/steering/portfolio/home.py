"""What the portfolio puts on the front page: its card, and the progress of the seven fields."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from smartcity.kernel.web.contributions import FieldProgress, HomeCard, HomeContribution
from smartcity.steering.portfolio import selectors


def progress() -> Sequence[FieldProgress]:
    """For each field of action: how many of its entries run as a system of this platform."""
    return [
        FieldProgress(
            title=item.field.title,
            done=item.on_platform,
            total=item.total,
            address=item.field.get_absolute_url(),
            text=ngettext(
                "%(done)s von %(total)s Vorhaben läuft hier",
                "%(done)s von %(total)s Vorhaben laufen hier",
                item.on_platform,
            )
            % {"done": item.on_platform, "total": item.total}
            if item.total
            else gettext("noch kein Vorhaben"),
        )
        for item in selectors.field_progress()
    ]


HOME = HomeContribution(
    cards=[
        HomeCard(
            title=_("Projekte des Masterplans"),
            verb=_("Projekte ansehen"),
            address=lambda: reverse("portfolio:projects"),
            icon="lightbulb",
            text=_("Was die Stadt digital plant, wer zuständig ist und was schon läuft."),
            order=60,
        )
    ],
    progress=progress,
)
