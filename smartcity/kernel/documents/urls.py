"""Addresses of stored files."""

from __future__ import annotations

from django.urls import path

from smartcity.kernel.documents import views

app_name = "documents"
urlpatterns = [path("dokumente/<uuid:uuid>", views.download, name="download")]
