"""The engineers' forms: a scenario, an experiment."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from smartcity.kernel.accounts.models import Person
from smartcity.kernel.refusal import Refusal, Refused
from smartcity.kernel.web.forms import FileUpload
from smartcity.mobility.traffic.comparing import BASELINE
from smartcity.mobility.traffic.labels import CONTROLLERS
from smartcity.mobility.traffic.models import Experiment, Scenario
from smartcity.mobility.traffic.services import Facts, start_experiment, store_scenario
from smartcity.mobility.traffic.uploads import LARGEST, Upload

_ENDINGS = ".xml,.gz"


class ScenarioForm(forms.Form):
    """A network and its demand."""

    title = forms.CharField(label=_("Titel"), max_length=120, help_text=_("Zum Beispiel „Ruhrort, Morgenspitze“"))
    description = forms.CharField(
        label=_("Beschreibung"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Woher Netz und Nachfrage stammen; steht bei veröffentlichten Ergebnissen."),
    )
    network = forms.FileField(
        label=_("Straßennetz"),
        widget=FileUpload(_ENDINGS),
        help_text=_("SUMO-Netz mit Signalprogrammen (.net.xml oder .net.xml.gz), höchstens 20 MB"),
    )
    demand = forms.FileField(
        label=_("Fahrten"),
        widget=FileUpload(_ENDINGS),
        help_text=_("SUMO-Fahrten (.rou.xml oder .rou.xml.gz), höchstens 20 MB"),
    )
    more_demand = forms.FileField(
        label=_("Weitere Fahrten"),
        required=False,
        widget=FileUpload(_ENDINGS),
        help_text=_("Zum Beispiel Busse oder Fußverkehr aus einer eigenen Datei"),
    )
    begin = forms.IntegerField(
        label=_("Beginn"), min_value=0, max_value=172_800, help_text=_("Sekunde des Tages; 25200 ist 7 Uhr")
    )
    end = forms.IntegerField(
        label=_("Ende"), min_value=1, max_value=172_800, help_text=_("Sekunde des Tages; höchstens 4 Stunden später")
    )

    def save(self, person: Person) -> Scenario:
        """Check and store the files; raises Refused."""
        found = self.cleaned_data
        demand = [self._upload(name) for name in ("demand", "more_demand") if found.get(name)]
        facts = Facts(found["title"], found["begin"], found["end"], found["description"])
        return store_scenario(actor=person, facts=facts, network=self._upload("network"), demand=demand)

    def _upload(self, name: str) -> Upload:
        sent = self.cleaned_data[name]
        return Upload(sent.name or "datei", sent.read(LARGEST + 1))


class ExperimentForm(forms.Form):
    """Which controllers are compared with the fixed program, and with which seeds."""

    controllers = forms.MultipleChoiceField(
        label=_("Vergleichen mit der Festzeitsteuerung"),
        choices=[(key, word) for key, word in CONTROLLERS.items() if key != BASELINE],
        initial=["actuated", "adaptive"],
        widget=forms.CheckboxSelectMultiple,
    )
    seeds = forms.CharField(
        label=_("Startwerte"),
        initial="1, 2, 3",
        max_length=60,
        help_text=_("Ein bis fünf ganze Zahlen: jede gibt einen Lauf mit anderem Zufall."),
    )

    def start(self, person: Person, scenario: Scenario) -> Experiment:
        """Queue the runs; raises Refused."""
        found = self.cleaned_data
        parts = [part for part in re.split(r"[,;\s]+", found["seeds"]) if part]
        wrong = next((part for part in parts if not re.fullmatch(r"[0-9]{1,9}", part)), None)
        if wrong is not None:
            raise Refused([Refusal("seeds", "Das ist keine ganze Zahl.", wrong[:20], "Zum Beispiel 1, 2, 3.")])
        return start_experiment(
            actor=person, scenario=scenario, controllers=found["controllers"], seeds=[int(part) for part in parts]
        )
