"""A file of works to be read in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from smartcity.kernel.accounts.models import Person
from smartcity.kernel.refusal import Refusal, Refused
from smartcity.kernel.web.forms import FileUpload
from smartcity.mobility.roadworks.bounds import city_bounds
from smartcity.mobility.roadworks.imports import Report, import_works
from smartcity.mobility.roadworks.readers import Format, read

LARGEST = 50 * 1024 * 1024


class ImportForm(forms.Form):
    """A file, its format, and whether it is only tried out."""

    upload = forms.FileField(
        label=_("Datei"),
        widget=FileUpload(".xml,.json,.geojson,.csv"),
        help_text=_("DATEX II v3, WZDx 4.2, Autobahn-API oder CSV, höchstens 50 MB"),
    )
    format = forms.ChoiceField(
        label=_("Format"),
        choices=[
            ("", _("selbst erkennen")),
            (Format.DATEX2.value, "DATEX II v3"),
            (Format.WZDX.value, "WZDx 4.2"),
            (Format.AUTOBAHN.value, "Autobahn-API"),
            (Format.CSV.value, "CSV"),
        ],
        required=False,
    )
    dry_run = forms.BooleanField(
        label=_("nur prüfen, nichts speichern"), required=False, initial=True, help_text=_("Zeigt den Bericht vorab.")
    )
    strict = forms.BooleanField(label=_("alles oder nichts"), required=False)

    def run(self, person: Person) -> Report:
        """Read and store the file; raises Refused when it is unreadable, too large, or not taken as a whole."""
        found = self.cleaned_data
        if found["upload"].size > LARGEST:
            raise Refused([Refusal("upload", "Die Datei ist größer als 50 MB.", hint="Teilen Sie sie auf.")])
        items = read(found["upload"].read(), Format(found["format"]) if found["format"] else None)
        return import_works(
            actor=person, items=items, bounds=city_bounds(), strict=found["strict"], dry_run=found["dry_run"]
        )
