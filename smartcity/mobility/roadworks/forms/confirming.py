"""One click in the field: the works have begun, or the street is free."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from smartcity.kernel.web.forms import FileUpload
from smartcity.mobility.roadworks.services import Evidence


class ConfirmForm(forms.Form):
    """Everything is optional: the button alone confirms. Position and accuracy are filled by the phone."""

    latitude = forms.FloatField(label=_("Breite"), min_value=-90, max_value=90, required=False)
    longitude = forms.FloatField(label=_("Länge"), min_value=-180, max_value=180, required=False)
    accuracy_m = forms.FloatField(label=_("Genauigkeit (m)"), min_value=0, max_value=100_000, required=False)
    photo = forms.FileField(
        label=_("Foto"), widget=FileUpload(".jpg,.jpeg,.png", {"capture": "environment"}), required=False
    )
    note = forms.CharField(label=_("Bemerkung"), max_length=500, required=False)

    def evidence(self) -> Evidence:
        """Position and note for the confirmation."""
        found = self.cleaned_data
        both = found["latitude"] is not None and found["longitude"] is not None
        return Evidence(
            longitude=found["longitude"] if both else None,
            latitude=found["latitude"] if both else None,
            accuracy_m=found["accuracy_m"] if both else None,
            note=found["note"],
        )
