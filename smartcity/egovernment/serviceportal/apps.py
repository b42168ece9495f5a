"""Manifest of the service portal."""

from __future__ import annotations

from smartcity.kernel.manifest import Maturity, SystemConfig


class ServiceportalConfig(SystemConfig):
    """Project 6.7 of the plan."""

    name = "smartcity.egovernment.serviceportal"
    label = "serviceportal"
    verbose_name = "Serviceportal"
    plan_number = "6.7"
    title = "Serviceportal"
    title_en = "Service portal"
    summary = "Anträge und Meldungen online: finden, ausfüllen, den Stand verfolgen, mit dem Amt schreiben."
    summary_en = "Applications and reports online: find, fill in, follow the state, write with the office."
    fields = ("egovernment",)
    office = "amt-10"
    address = "/leistungen"
    maturity = Maturity.PILOT
