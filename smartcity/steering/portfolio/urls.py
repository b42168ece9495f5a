"""Addresses of the portfolio."""

from __future__ import annotations

from django.urls import path

from smartcity.steering.portfolio import views

app_name = "portfolio"
urlpatterns = [
    path("masterplan", views.plan, name="plan"),
    path("masterplan/handlungsfelder/<slug:slug>", views.field, name="field"),
    path("masterplan/partner", views.partners, name="partners"),
    path("masterplan/partner/<slug:slug>", views.partner, name="partner"),
    path("masterplan/projekte.csv", views.projects_csv, name="projects_csv"),
    path("masterplan/partner.csv", views.partners_csv, name="partners_csv"),
    path("projekte", views.projects, name="projects"),
    path("projekte/zeitleiste", views.timeline, name="timeline"),
    path("projekte/<slug:slug>", views.project, name="project"),
    path("gremien", views.boards, name="boards"),
]
