"""What somebody wants to hear of."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.gis.geos import LineString
from django.utils.translation import gettext_lazy as _

from smartcity.kernel.city.models import District
from smartcity.kernel.web.forms import GeometryField
from smartcity.mobility.roadworks.forms.drawing import drawn_geometry
from smartcity.mobility.roadworks.forms.finding import district_choices
from smartcity.mobility.roadworks.records import geos


class SubscribeForm(forms.Form):
    """District or drawn way; mail, or feed and calendar alone."""

    title = forms.CharField(
        label=_("Bezeichnung"), max_length=120, help_text=_("Zum Beispiel „Mein Weg zur Arbeit“; nur für Sie.")
    )
    district = forms.ChoiceField(label=_("Bezirk oder Ortsteil"), required=False)
    route = GeometryField(
        shapes=("line",),
        label=_("oder Ihr Weg"),
        required=False,
        help_text=_("Zeichnen Sie Ihren Weg, oder schreiben Sie seine Punkte. Baustellen bis 60 m daneben zählen."),
    )
    full_closures_only = forms.BooleanField(label=_("nur Vollsperrungen"), required=False)
    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        required=False,
        help_text=_("Nur wenn Sie Nachrichten per E-Mail möchten. Feed und Kalender gibt es ohne Adresse."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = self.fields["district"]
        assert isinstance(places, forms.ChoiceField)  # noqa: S101  (declared above)
        places.choices = [("", _("kein Bezirk")), *district_choices()]

    def wanted(self) -> dict[str, Any]:
        """Arguments for `subscribing.subscribe` out of the cleaned data; raises Refused for an unsound way."""
        found = dict(self.cleaned_data)
        found["district"] = District.objects.filter(number=found["district"]).first() if found["district"] else None
        if found["route"]:
            stored = geos(drawn_geometry(found["route"], "route"))
            found["route"] = stored if isinstance(stored, LineString) else None
        return found
