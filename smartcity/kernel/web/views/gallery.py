"""The component gallery: every component in each state, for designers, developers and the accessibility tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from smartcity.kernel.web.charts import Chart, Series
from smartcity.kernel.web.components import Tab
from smartcity.kernel.web.drawings import Phase
from smartcity.kernel.web.forms import DateField, FileUpload, GeometryField
from smartcity.kernel.web.tables import Column, DataTable


class ExampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Bezeichnung"), help_text=_("So, wie sie auf dem Schild steht."), max_length=80)
    note = forms.CharField(label=_("Bemerkung"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    day = DateField(label=_("Beginn"))
    district = forms.ChoiceField(label=_("Bezirk"), choices=[("", _("Bitte wählen")), ("1", "Mitte"), ("2", "Süd")])
    kind = forms.ChoiceField(
        label=_("Art"), choices=[("a", _("Tagesbaustelle")), ("b", _("Dauerbaustelle"))], widget=forms.RadioSelect
    )
    modes = forms.MultipleChoiceField(
        label=_("Betroffen"),
        choices=[("foot", _("Fußverkehr")), ("bike", _("Radverkehr")), ("bus", _("Bus und Bahn"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    plan = forms.FileField(
        label=_("Plan"), widget=FileUpload(accept=".pdf"), required=False, help_text=_("PDF, höchstens 10 MB.")
    )
    place = GeometryField(label=_("Ort"), shapes=("point", "line"))
    agreed = forms.BooleanField(label=_("Die Angaben sind geprüft."))


def _rows() -> list[dict[str, Any]]:
    names = ["Königstraße", "Düsseldorfer Straße", "Friedrich-Ebert-Straße", "Kaiserswerther Straße"]
    return [{"name": name, "length": 120 * (index + 1), "lanes": index % 3} for index, name in enumerate(names)]


def _charts() -> dict[str, Chart]:
    start = timezone.now().replace(minute=0, second=0, microsecond=0) - timedelta(hours=47)
    hours = [start + timedelta(hours=hour) for hour in range(48)]
    first = [310 + hour * 1.5 - (hour % 7) * 3 for hour in range(48)]
    second = [280 + (hour % 12) * 6.0 if hour not in {20, 21} else None for hour in range(48)]
    line = Chart(
        _("Beispiel: zwei Reihen über der Zeit"),
        hours,
        [Series(_("Reihe A"), first), Series(_("Reihe B"), second)],
        unit="cm",
        source=_("Beispielwerte für die Gestaltung"),
    )
    bars = Chart(
        _("Beispiel: Balken nach Bezirk"),
        ["Walsum", "Hamborn", "Meiderich/Beeck", "Mitte", "Rheinhausen", "Süd"],
        [Series(_("Anzahl"), [4, 7, 9, 14, 6, 8])],
        kind="bar",
        digits=0,
        x_title=_("Bezirk"),
    )
    return {"line": line, "bars": bars}


def _components(request: HttpRequest) -> dict[str, Any]:
    now, today = timezone.now(), timezone.localdate()
    columns = [
        Column("name", _("Straße"), lambda row: row["name"], sort="name"),
        Column("length", _("Länge (m)"), lambda row: row["length"], sort="length", number=True),
        Column("lanes", _("Gesperrte Spuren"), lambda row: row["lanes"], number=True),
    ]
    wrong = ExampleForm({"wrong-day": "gestern"}, prefix="wrong")
    del wrong.fields["place"]  # one map to draw on is enough for a page
    wrong.is_valid()
    return {
        "table": DataTable(request, columns, _rows(), caption=_("Beispieltabelle"), order="name", per_page=3),
        "form": ExampleForm(),
        "wrong": wrong,
        "charts": _charts(),
        "spark": [3.0, 4.0, 3.5, 5.0, 6.0, 5.5, 7.0],
        "phases": [
            Phase(_("Leitungen"), today - timedelta(days=40), today - timedelta(days=5)),
            Phase(_("Fahrbahn"), today - timedelta(days=4), today + timedelta(days=30)),
            Phase(_("Gehweg"), today + timedelta(days=31), today + timedelta(days=60), estimated=True),
        ],
        "tabs": [Tab(_("Überblick"), "?", current=True), Tab(_("Daten"), "?ansicht=daten", icon="database")],
        "steps": [_("Ort"), _("Zeit"), _("Unterlagen"), _("Prüfen")],
        "facts": [(_("Länge"), "420 m"), (_("Tempo"), "30 km/h"), (_("Ohne Wert"), "")],
        "moments": [now, now - timedelta(minutes=20), now - timedelta(hours=5)],
        "levels": ["info", "success", "warning", "error"],
    }


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component. Open in the demo, for staff in production."""
    user = request.user
    if not settings.DEMO and not (user.is_authenticated and user.is_staff):
        raise PermissionDenied
    return render(request, "web/pages/gallery.html", _components(request))
