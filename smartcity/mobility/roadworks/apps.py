"""Manifest of the roadworks viewer."""

from smartcity.kernel.manifest import Maturity, SystemConfig


class RoadworksConfig(SystemConfig):
    """Project 6.1 of the plan."""

    name = "smartcity.mobility.roadworks"
    label = "roadworks"
    verbose_name = "Baustellen-Viewer"
    plan_number = "6.1"
    title = "Baustellen-Viewer"
    title_en = "Roadworks viewer"
    summary = "Zeigt alle Baustellen in Duisburgs Straßen auf einer Karte: wo, wie lange und was gesperrt ist."
    summary_en = "Shows all roadworks in Duisburg's streets on a map: where, how long and what is closed."
    fields = ("mobility",)
    office = "amt-61"
    address = "/baustellen"
    maturity = Maturity.PILOT
