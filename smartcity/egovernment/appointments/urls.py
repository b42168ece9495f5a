"""Addresses of the appointments."""

from __future__ import annotations

from django.urls import path

from smartcity.egovernment.appointments import views

app_name = "appointments"
urlpatterns = [
    path("termine", views.services, name="services"),
    path("termine/zeiten", views.times, name="times"),
    path("termine/halten", views.hold, name="hold"),
    path("termine/t/<str:secret>", views.appointment, name="appointment"),
    path("termine/t/<str:secret>/verlaengern", views.extend, name="extend"),
    path("termine/t/<str:secret>/absagen", views.cancel, name="cancel"),
    path("termine/t/<str:secret>/verlegen", views.move, name="move"),
    path("termine/t/<str:secret>/termin.ics", views.calendar_file, name="ics"),
]
