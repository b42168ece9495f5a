"""The register in the catalogue: one dataset, every standard format that it can be had in."""

from __future__ import annotations

from smartcity.kernel.catalogue.declaration import Dataset, Distribution, Frequency, Theme
from smartcity.kernel.catalogue.licences import Licence
from smartcity.mobility.roadworks.selectors import last_change

DATASETS = [
    Dataset(
        slug="baustellen-austausch",
        title="Baustellen in den Austauschformaten des Verkehrs",
        title_en="Roadworks in traffic's exchange formats",
        description="Alle laufenden und geplanten Baustellen als WZDx 4.2, DATEX II v3, Atom, iCalendar und CSV.",
        description_en="All current and planned roadworks as WZDx 4.2, DATEX II v3, Atom, iCalendar and CSV.",
        theme=Theme.TRANSPORT,
        licence=Licence.DL_DE_ZERO,
        frequency=Frequency.CONTINUOUS,
        office="amt-61",
        keywords=("Baustelle", "Sperrung", "Umleitung", "Verkehr", "WZDx", "DATEX II"),
        keywords_en=("roadworks", "closure", "detour", "traffic", "WZDx", "DATEX II"),
        modified=last_change,
        access_path="/baustellen",
        distributions=(
            Distribution(
                "GEOJSON",
                "/baustellen/wzdx.geojson",
                "WZDx 4.2",
                "application/geo+json",
                conforms_to="https://github.com/usdot-jpo-ode/wzdx/tree/main/schemas/4.2",
            ),
            Distribution(
                "XML",
                "/baustellen/datex2.xml",
                "DATEX II v3",
                "application/xml",
                conforms_to="https://datex2.eu/schema/3/situation",
            ),
            Distribution("ATOM", "/baustellen/feed.atom", "Atom", "application/atom+xml"),
            Distribution("ICS", "/baustellen/baustellen.ics", "Kalender", "text/calendar", title_en="Calendar"),
            Distribution("CSV", "/baustellen/baustellen.csv", "Tabelle", "text/csv", title_en="Table"),
        ),
    ),
]
