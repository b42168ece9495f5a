"""The quality assessment's words: dimensions, grades, and what is to be done for each metric."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from smartcity.economy.opendata.domain import Assessment, Dimension, Grade

DIMENSIONS: dict[Dimension, Promise] = {
    Dimension.FINDABILITY: _("Auffindbarkeit"),
    Dimension.ACCESSIBILITY: _("Zugänglichkeit"),
    Dimension.INTEROPERABILITY: _("Interoperabilität"),
    Dimension.REUSABILITY: _("Wiederverwendbarkeit"),
    Dimension.CONTEXT: _("Zusammenhang"),
}
GRADES: dict[Grade, tuple[Promise, str]] = {
    Grade.EXCELLENT: (_("ausgezeichnet"), "good"),
    Grade.GOOD: (_("gut"), "good"),
    Grade.SUFFICIENT: (_("ausreichend"), "warn"),
    Grade.BAD: (_("schlecht"), "bad"),
}
TO_DO: dict[str, Promise] = {
    "keywords": _("Schlagworte angeben."),
    "themes": _("Ein Thema angeben."),
    "spatial": _("Angeben, von welchem Gebiet die Daten sprechen."),
    "temporal": _("Angeben, von welchem Zeitraum die Daten sprechen."),
    "access_works": _("Adressen der Daten prüfen: Nicht von jeder ist bekannt, dass sie antwortet."),
    "download_url": _("Die Daten auch als Datei anbieten."),
    "download_works": _("Adressen der Dateien prüfen: Nicht von jeder ist bekannt, dass sie antwortet."),
    "format": _("Für jede Datei das Format angeben."),
    "media_type": _("Für jede Datei den Medientyp angeben."),
    "vocabulary": _("Formate so nennen, wie es die Liste der EU tut."),
    "open_format": _("Ein offenes Format anbieten, zum Beispiel CSV."),
    "machine_readable": _("Ein maschinenlesbares Format anbieten, zum Beispiel CSV."),
    "profile": _("Titel, Beschreibung, Herausgeber, Dateien und Lizenz vollständig angeben (DCAT-AP.de)."),
    "licence": _("Die Lizenz angeben."),
    "licence_listed": _("Eine Lizenz aus der Liste von DCAT-AP.de wählen."),
    "access_rights": _("Angeben, wer Zugang hat."),
    "access_rights_listed": _("Den Zugang in den Worten der EU angeben."),
    "contact": _("Eine Kontaktstelle angeben."),
    "publisher": _("Den Herausgeber angeben."),
    "rights": _("Den Quellenvermerk angeben."),
    "size": _("Für jede Datei die Größe angeben."),
    "issued": _("Angeben, seit wann es die Daten gibt."),
    "modified": _("Angeben, wann die Daten zuletzt geändert wurden."),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A dimension's line: its points, and what would bring the rest."""

    title: Promise
    points: int
    most: int
    to_do: tuple[tuple[Promise, int], ...]


def rows(assessment: Assessment) -> list[Row]:
    """The assessment by dimension."""
    lines = []
    for dimension, title in DIMENSIONS.items():
        own = [metric for metric in assessment.metrics if metric.dimension == dimension]
        missing = tuple((TO_DO[item.key], item.most - item.points) for item in own if not item.reached)
        lines.append(Row(title, sum(item.points for item in own), sum(item.most for item in own), missing))
    return lines
