"""The room of the traffic signals: the engine and its command; pages and a manifest come with the system around it."""

from django.apps import AppConfig


class TrafficConfig(AppConfig):
    """Project 6.3 of the plan, as far as it runs."""

    name = "smartcity.mobility.traffic"
    label = "traffic"
    verbose_name = "Verkehrsflusssteuerung"
