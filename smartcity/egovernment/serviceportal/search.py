"""Services by words."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from smartcity.egovernment.serviceportal import catalogue
from smartcity.kernel.cases.wording import said
from smartcity.kernel.web.contributions import SearchHit


def SEARCH(query: str, *, request: HttpRequest, limit: int) -> Sequence[SearchHit]:  # noqa: N802  (discovered name)
    """Services that fit the words."""
    return [
        SearchHit(
            title=said(item.title),
            address=reverse("serviceportal:service", args=[item.key]),
            kind=_("Leistung"),
            text=said(item.summary),
            rank=2.0,
            icon="assignment",
        )
        for item in catalogue.find(query)[:limit]
    ]
