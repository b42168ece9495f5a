"""Published comparisons in the catalogue."""

from __future__ import annotations

from smartcity.kernel.catalogue.declaration import Dataset, Distribution, Frequency, Theme
from smartcity.kernel.catalogue.licences import Licence
from smartcity.mobility.traffic.selectors import last_publication

DATASETS = [
    Dataset(
        slug="signalsteuerungen-vergleich",
        title="Ampelsteuerungen im Vergleich",
        title_en="Signal controls compared",
        description=(
            "Simulierte Vergleiche von Ampelsteuerungen: Zeitverlust, Reisezeit, Halte, Emissionen und Lärm je Lauf, "
            "mit Zeitfenster, Versionen und Prüfsummen der Eingaben."
        ),
        description_en=(
            "Simulated comparisons of signal controls: delay, travel time, stops, emissions and noise per run, "
            "with window, versions and checksums of the input."
        ),
        theme=Theme.TRANSPORT,
        licence=Licence.DL_DE_ZERO,
        frequency=Frequency.IRREGULAR,
        office="amt-61",
        keywords=("Ampel", "Lichtsignalanlage", "Verkehr", "Emission", "Simulation", "SUMO"),
        keywords_en=("traffic light", "signal control", "traffic", "emission", "simulation", "SUMO"),
        modified=last_publication,
        access_path="/verkehr",
        distributions=(
            Distribution("CSV", "/verkehr/ergebnisse.csv", "Tabelle", "text/csv", title_en="Table"),
            Distribution("JSON", "/verkehr/ergebnisse.json", "Dokument", "application/json", title_en="Document"),
        ),
    ),
]
