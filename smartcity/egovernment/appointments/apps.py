"""Manifest of the online appointments."""

from __future__ import annotations

from smartcity.kernel.manifest import Maturity, SystemConfig


class AppointmentsConfig(SystemConfig):
    """Project 6.6 of the plan."""

    name = "smartcity.egovernment.appointments"
    label = "appointments"
    verbose_name = "Online-Terminvergabe"
    plan_number = "6.6"
    title = "Online-Terminvergabe"
    title_en = "Appointments"
    summary = "Termine bei allen Bürger-Service-Stationen und beim Straßenverkehrsamt: ohne Konto, ohne Anruf."
    summary_en = "Appointments at all citizen service stations and the road traffic office: no account, no call."
    fields = ("egovernment",)
    office = "amt-10"
    address = "/termine"
    maturity = Maturity.PILOT
