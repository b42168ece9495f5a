"""What the office enters about works: one form, lane and phase lists as formsets that work without a script."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from smartcity.kernel.accounts.models import Organisation
from smartcity.kernel.city.models import Street
from smartcity.kernel.web.forms import DateTimeField, GeometryField
from smartcity.mobility.roadworks.labels import (
    ACCESS,
    CAUSE,
    DIRECTION,
    IMPACT,
    KIND,
    LANE_STATUS,
    LANE_TYPE,
    RESTRICTION,
    pairs,
)

MOST_LANES, MOST_PHASES = 12, 12


class WorkForm(forms.Form):
    """One roadwork. The place is drawn, or found by street with cross streets or house numbers."""

    title_de = forms.CharField(label=_("Titel"), max_length=200, required=False, help_text=_("Leer: die Straßennamen"))
    title_en = forms.CharField(label=_("Titel (englisch)"), max_length=200, required=False)
    street_names = forms.CharField(label=_("Straßen"), max_length=500, help_text=_("Mehrere mit Komma trennen."))
    description_de = forms.CharField(label=_("Was geschieht"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    description_en = forms.CharField(
        label=_("Was geschieht (englisch)"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )

    geometry = GeometryField(
        shapes=("point", "line", "area"),
        label=_("Lage auf der Karte"),
        required=False,
        help_text=_("Eine Linie zeichnen Sie in Fahrtrichtung. Oder lassen Sie das Feld leer und wählen eine Straße."),
    )
    snap = forms.BooleanField(label=_("Linie an die nächste Straße anlegen"), required=False)
    street = forms.ModelChoiceField(Street.objects.none(), label=_("Straße"), required=False)
    begin_cross_street = forms.ModelChoiceField(Street.objects.none(), label=_("von Querstraße"), required=False)
    end_cross_street = forms.ModelChoiceField(Street.objects.none(), label=_("bis Querstraße"), required=False)
    first_number = forms.IntegerField(label=_("von Hausnummer"), min_value=1, max_value=2000, required=False)
    last_number = forms.IntegerField(label=_("bis Hausnummer"), min_value=1, max_value=2000, required=False)
    direction = forms.ChoiceField(label=_("Fahrtrichtung"), choices=pairs(DIRECTION), initial="unknown")

    start = DateTimeField(label=_("Beginn"))
    end = DateTimeField(label=_("Ende"))
    start_verified = forms.BooleanField(label=_("Beginn steht fest"), required=False)
    end_verified = forms.BooleanField(label=_("Ende steht fest"), required=False)

    cause = forms.ChoiceField(label=_("Anlass"), choices=pairs(CAUSE), initial="other")
    kind = forms.ChoiceField(label=_("Art"), choices=pairs(KIND))
    vehicle_impact = forms.ChoiceField(label=_("Auswirkung"), choices=pairs(IMPACT), initial="unknown")
    full_closure = forms.BooleanField(label=_("Vollsperrung"), required=False)
    speed_limit_kph = forms.FloatField(label=_("Tempolimit (km/h)"), min_value=1, max_value=130, required=False)
    width_m = forms.FloatField(label=_("Breite höchstens (m)"), min_value=0.5, max_value=10, required=False)
    height_m = forms.FloatField(label=_("Höhe höchstens (m)"), min_value=1, max_value=10, required=False)
    weight_t = forms.FloatField(label=_("Gewicht höchstens (t)"), min_value=0.5, max_value=100, required=False)
    rules = forms.MultipleChoiceField(
        label=_("Weitere Beschränkungen"),
        choices=[
            pair
            for pair in pairs(RESTRICTION)
            if pair[0]
            not in {
                "reduced-width",
                "reduced-height",
                "reduced-length",
                "reduced-weight",
                "axle-load-limit",
                "gross-weight-limit",
            }
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    lines = forms.CharField(label=_("Betroffene Linien"), max_length=300, required=False)
    stops = forms.CharField(label=_("Betroffene Haltestellen"), max_length=500, required=False)
    detour_de = forms.CharField(label=_("Umleitung"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    detour_en = forms.CharField(
        label=_("Umleitung (englisch)"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    detour_geometry = GeometryField(shapes=("line",), label=_("Weg der Umleitung"), required=False)
    residents_access = forms.ChoiceField(label=_("Zufahrt für Anwohner*innen"), choices=pairs(ACCESS))
    emergency_access = forms.ChoiceField(label=_("Zufahrt für Rettungsdienste"), choices=pairs(ACCESS))
    access_note_de = forms.CharField(label=_("Hinweis zur Zufahrt"), max_length=1000, required=False)
    access_note_en = forms.CharField(label=_("Hinweis zur Zufahrt (englisch)"), max_length=1000, required=False)

    builder = forms.CharField(label=_("Bauausführende Firma"), max_length=200, required=False)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Organisation auf der Plattform"),
        required=False,
        help_text=_("Ihre Bauleitung darf Beginn und Ende bestätigen."),
    )
    contact_name = forms.CharField(label=_("Bauleitung"), max_length=200, required=False)
    contact_phone = forms.CharField(label=_("Telefon"), max_length=40, required=False)
    contact_email = forms.EmailField(label=_("E-Mail"), required=False)

    FIELDSETS = (
        (_("Worum es geht"), ("title_de", "title_en", "street_names", "description_de", "description_en")),
        (
            _("Wo"),
            (
                *("geometry", "snap", "street", "begin_cross_street", "end_cross_street"),
                *("first_number", "last_number", "direction"),
            ),
        ),
        (_("Wann"), ("start", "start_verified", "end", "end_verified")),
        (_("Was es bedeutet"), ("cause", "kind", "vehicle_impact", "full_closure", "speed_limit_kph")),
        (_("Beschränkungen"), ("width_m", "height_m", "weight_t", "rules")),
        (_("Bus und Bahn, Umleitung"), ("lines", "stops", "detour_de", "detour_en", "detour_geometry")),
        (_("Zufahrt"), ("residents_access", "emergency_access", "access_note_de", "access_note_en")),
        (
            _("Nur für die Verwaltung"),
            ("builder", "organisation", "contact_name", "contact_phone", "contact_email"),
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        streets = Street.objects.only("pk", "name").order_by("name", "key")
        for name in ("street", "begin_cross_street", "end_cross_street"):
            self._choices_of(name).queryset = streets
        self._choices_of("organisation").queryset = Organisation.objects.order_by("name")

    def _choices_of(self, name: str) -> forms.ModelChoiceField[Any]:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (declared above)
        return field

    @property
    def fieldsets(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Heading and fields of each topic."""
        return [(title, [self[name] for name in names]) for title, names in self.FIELDSETS]

    def clean(self) -> dict[str, Any]:
        """Demand a place: drawn, or a street."""
        found = super().clean() or self.cleaned_data
        if not found.get("geometry") and not found.get("street") and "geometry" not in self.errors:
            self.add_error("geometry", _("Zeichnen Sie die Baustelle, oder wählen Sie eine Straße."))
        return found


class LaneForm(forms.Form):
    """One lane; the order in the list is the order in the street, from the left in the direction of travel."""

    type = forms.ChoiceField(label=_("Streifen"), choices=[("", "–"), *pairs(LANE_TYPE)], required=False)
    status = forms.ChoiceField(label=_("Zustand"), choices=pairs(LANE_STATUS), required=False)


class PhaseForm(forms.Form):
    """One phase; a row without title and times is none."""

    title_de = forms.CharField(label=_("Phase"), max_length=200, required=False)
    title_en = forms.CharField(label=_("Phase (englisch)"), max_length=200, required=False)
    start = DateTimeField(label=_("Beginn"), required=False)
    end = DateTimeField(label=_("Ende"), required=False)
    full_closure = forms.BooleanField(label=_("Vollsperrung"), required=False)
    description_de = forms.CharField(label=_("Was geschieht"), max_length=2000, required=False)

    def clean(self) -> dict[str, Any]:
        """Demand both times when anything is given."""
        found = super().clean() or self.cleaned_data
        if any(found.get(name) for name in ("title_de", "start", "end")):
            for name in ("title_de", "start", "end"):
                if not found.get(name) and name not in self.errors:
                    self.add_error(name, _("Dieses Feld fehlt zur Phase."))
        return found


LaneFormSet = forms.formset_factory(LaneForm, extra=3, max_num=MOST_LANES, absolute_max=MOST_LANES)
PhaseFormSet = forms.formset_factory(PhaseForm, extra=2, max_num=MOST_PHASES, absolute_max=MOST_PHASES)
