"""What a visitor of the viewer looks for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smartcity.kernel.city.models import District
from smartcity.kernel.city.selectors import districts
from smartcity.kernel.web.forms import DateField
from smartcity.mobility.roadworks.selectors import FOUR_WEEKS, Window, Wish, affected_lines

TODAY, COMING, DAY = "heute", "4-wochen", "tag"
PERIODS = [(TODAY, _("Heute")), (COMING, _("Nächste 4 Wochen")), (DAY, _("Bestimmter Tag"))]


def district_choices() -> list[tuple[str, Any]]:
    """All boroughs, each followed by its quarters."""
    boroughs: dict[int | None, list[District]] = {}
    for district in districts():
        boroughs.setdefault(district.parent_id, []).append(district)
    return [
        (borough.name, [(borough.number, borough.name), *((q.number, q.name) for q in boroughs.get(borough.pk, []))])
        for borough in boroughs.get(None, [])
    ]


class FindForm(forms.Form):
    """The viewer's filters, read from the query string; every field may be left out."""

    zeit = forms.ChoiceField(label=_("Zeit"), choices=PERIODS, required=False)
    datum = DateField(label=_("Tag"), required=False, help_text=_("Gilt bei „Bestimmter Tag“."))
    bezirk = forms.ChoiceField(label=_("Bezirk oder Ortsteil"), required=False)
    linie = forms.ChoiceField(label=_("Bus- oder Bahnlinie"), required=False)
    suche = forms.CharField(label=_("Straße oder Stichwort"), required=False, max_length=100)
    vollsperrung = forms.BooleanField(label=_("nur Vollsperrungen"), required=False)
    radweg = forms.BooleanField(label=_("Radweg betroffen"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places, lines = self.fields["bezirk"], self.fields["linie"]
        assert isinstance(places, forms.ChoiceField)  # noqa: S101  (declared above)
        assert isinstance(lines, forms.ChoiceField)  # noqa: S101
        places.choices = [("", _("ganze Stadt")), *district_choices()]
        lines.choices = [("", _("alle")), *((line, line) for line in affected_lines())]

    def wish(self) -> Wish:
        """The wish; fields that were refused count as left out."""
        self.full_clean()
        found = self.cleaned_data
        return Wish(
            window=self._window(found),
            full_closure=bool(found.get("vollsperrung")),
            cycling=bool(found.get("radweg")),
            district=found.get("bezirk") or "",
            line=found.get("linie") or "",
            text=found.get("suche") or "",
        )

    @staticmethod
    def _window(found: dict[str, Any]) -> Window:
        today = timezone.localdate()
        day = found.get("datum")
        if day and found.get("zeit") in {DAY, "", None}:
            return Window(day, day)
        if found.get("zeit") == COMING:
            return Window(today, today + FOUR_WEEKS - timedelta(days=1))
        return Window(today, today)


def find_form(request: HttpRequest) -> FindForm:
    """The filters of a request; without a query string those of today."""
    return FindForm(request.GET or {"zeit": TODAY})
