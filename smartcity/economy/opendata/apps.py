"""Manifest of the open data portal."""

from __future__ import annotations

from smartcity.kernel.manifest import Maturity, SystemConfig


class OpendataConfig(SystemConfig):
    """Project 6.13 of the plan."""

    name = "smartcity.economy.opendata"
    label = "opendata"
    verbose_name = "Open Data-Portal"
    plan_number = "6.13"
    title = "Open Data-Portal"
    title_en = "Open data portal"
    summary = "Daten der Stadt zum Finden, Prüfen und Weiterverwenden, mit Lizenz, Güte und Schnittstelle."
    summary_en = "The city's data to find, judge and use, with licence, quality and interface."
    fields = ("economy",)
    address = "/offene-daten"
    maturity = Maturity.PILOT
