"""Words for controllers and measures."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CONTROLLERS: dict[str, str | Promise] = {
    "static": _("Festzeit"),
    "actuated": _("verkehrsabhängig"),
    "max-pressure": _("Max-Pressure"),
    "greedy": _("längste Schlange"),
    "adaptive": _("vorausschauend"),
}
EXPLAINED: dict[str, str | Promise] = {
    "static": _("Das Programm des Netzes, immer gleich: die Vergleichsgrundlage."),
    "actuated": _("Grün wird verlängert, solange Fahrzeuge über die Schleife fahren."),
    "max-pressure": _("Grün bekommt, wo vor der Kreuzung mehr wartet als dahinter."),
    "greedy": _("Grün bekommt, wo die meisten warten."),
    "adaptive": _("Die eigene Steuerung: sieht 200 m voraus und rechnet, welches Grün den meisten Menschen hilft."),
}
MEASURES: dict[str, str | Promise] = {
    "delay_s": _("Zeitverlust je Fahrzeug"),
    "bus_delay_s": _("Zeitverlust je Bus"),
    "pedestrian_delay_s": _("Zeitverlust zu Fuß"),
    "travel_time_s": _("Reisezeit"),
    "waiting_s": _("Wartezeit im Stand"),
    "stops": _("Halte je Fahrt"),
    "nox_g": _("Stickoxide (NOx)"),
    "co2_g": _("Kohlendioxid (CO₂)"),
    "pm_g": _("Feinstaub"),
    "noise_db": _("Lärm"),
    "vehicles": _("Fahrzeuge"),
    "never_departed": _("nie ins Netz gekommen"),
    "violations": _("Verstöße gegen Sicherheitsregeln"),
}
