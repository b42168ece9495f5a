"""Manifest of the optimised traffic signals."""

from __future__ import annotations

from smartcity.kernel.manifest import Maturity, SystemConfig


class TrafficConfig(SystemConfig):
    """Project 6.3 of the plan."""

    name = "smartcity.mobility.traffic"
    label = "traffic"
    verbose_name = "Verkehrsflusssteuerung"
    plan_number = "6.3"
    title = "Verkehrsflusssteuerung"
    title_en = "Traffic flow control"
    summary = "Vergleicht Ampelsteuerungen in der Simulation: wer wie lange wartet, und was das für die Luft bedeutet."
    summary_en = "Compares signal controls in simulation: who waits how long, and what that means for the air."
    fields = ("mobility",)
    office = "amt-61"
    address = "/verkehr"
    maturity = Maturity.PILOT
