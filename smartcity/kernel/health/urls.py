"""Addresses of the health checks."""

from __future__ import annotations

from django.urls import path

from smartcity.kernel.health import views

app_name = "health"
urlpatterns = [
    path("health/live", views.live, name="live"),
    path("health/ready", views.ready, name="ready"),
    path("metrics", views.prometheus, name="metrics"),
]
