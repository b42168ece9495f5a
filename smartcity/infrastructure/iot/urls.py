"""Addresses of the IoT platform; the public one first."""

from __future__ import annotations

from django.urls import path

from smartcity.infrastructure.iot.sensorthings.views import sensorthings
from smartcity.infrastructure.iot.views import alarms, desk, public, streams, webhooks

app_name = "iot"
urlpatterns = [
    path("sensoren", public.sensors, name="sensors"),
    path("sensoren/<int:number>", streams.stream, name="stream"),
    path("iot/senml", webhooks.senml, name="senml"),
    path("sta/v1.1/", sensorthings, name="sta"),
    path("sta/v1.1", sensorthings),
    path("sta/v1.1/<path:path>", sensorthings, name="sta-path"),
    path("arbeitsplatz/sensoren", desk.devices, name="devices"),
    path("arbeitsplatz/sensoren/neu", desk.onboard, name="onboard"),
    path("arbeitsplatz/alarme", alarms.alarms, name="alarms"),
    path("arbeitsplatz/alarme/<int:number>", alarms.alarm, name="alarm"),
    path("arbeitsplatz/alarme/<int:number>/tun", alarms.act, name="alarm-act"),
    path("arbeitsplatz/sensoren/<str:eui>", desk.device, name="device"),
    path("arbeitsplatz/sensoren/<str:eui>/zugang", desk.rotate, name="rotate"),
    path("arbeitsplatz/sensoren/<str:eui>/sperren", desk.revoke, name="revoke"),
    path("arbeitsplatz/sensoren/<str:eui>/ausser-dienst", desk.retire, name="retire"),
]
