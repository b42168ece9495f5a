"""Manifest of the IoT platform."""

from smartcity.kernel.manifest import Maturity, SystemConfig


class IotConfig(SystemConfig):
    """Project 6.16 of the plan."""

    name = "smartcity.infrastructure.iot"
    label = "iot"
    verbose_name = "IoT-Plattform"
    plan_number = "6.16"
    title = "IoT-Plattform"
    title_en = "IoT platform"
    summary = "Nimmt die Messwerte der Sensoren in der Stadt entgegen und zeigt, was sie gerade messen."
    summary_en = "Takes the readings of the city's sensors and shows what they measure right now."
    fields = ("infrastructure",)
    office = "dvv"
    address = "/sensoren"
    maturity = Maturity.PILOT
