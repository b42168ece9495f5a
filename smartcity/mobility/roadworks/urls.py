"""Addresses of the roadworks; the public ones first, the workplace after them."""

from __future__ import annotations

from django.urls import path

from smartcity.mobility.roadworks.views import desk, exports, field, importing, road_uses, subscription, viewer

app_name = "roadworks"
urlpatterns = [
    path("baustellen", viewer.works_list, name="list"),
    path("baustellen/einbetten", viewer.embed, name="embed"),
    path("baustellen/karte-eingebettet", viewer.embedded, name="embedded"),
    path("baustellen/wzdx.geojson", exports.wzdx_feed, name="wzdx"),
    path("baustellen/datex2.xml", exports.datex2_feed, name="datex2"),
    path("baustellen/feed.atom", exports.atom_feed, name="atom"),
    path("baustellen/baustellen.ics", exports.calendar, name="ics"),
    path("baustellen/baustellen.csv", exports.csv_file, name="csv"),
    path("baustellen/abo", subscription.subscribe, name="subscribe"),
    path("baustellen/abo/unterwegs", subscription.mailed, name="mailed"),
    path("baustellen/abo/bestaetigen/<str:key>", subscription.confirm, name="confirm"),
    path("baustellen/abo/<str:secret>", subscription.subscription, name="subscription"),
    path("baustellen/abo/<str:secret>/feed.atom", exports.subscription_atom, name="subscription-atom"),
    path("baustellen/abo/<str:secret>/baustellen.ics", exports.subscription_calendar, name="subscription-ics"),
    path("baustellen/<slug:slug>", viewer.works_detail, name="detail"),
    path("arbeitsplatz/baustellen", desk.desk, name="desk"),
    path("arbeitsplatz/baustellen/neu", desk.create, name="create"),
    path("arbeitsplatz/baustellen/einlesen", importing.import_file, name="import"),
    path("arbeitsplatz/baustellen/nutzungen", road_uses.uses, name="road-uses"),
    path("arbeitsplatz/baustellen/nutzungen/neu", road_uses.enter, name="enter-road-use"),
    path("arbeitsplatz/baustellen/nutzungen/<int:pk>", road_uses.change, name="change-road-use"),
    path("arbeitsplatz/baustellen/nutzungen/<int:pk>/entfernen", road_uses.remove, name="remove-road-use"),
    path("arbeitsplatz/baustellen/<int:pk>", desk.work, name="desk-work"),
    path("arbeitsplatz/baustellen/<int:pk>/bearbeiten", desk.change, name="change"),
    path("arbeitsplatz/baustellen/<int:pk>/schritt", desk.step, name="step"),
    path("arbeitsplatz/baustellen/<int:pk>/anlagen", desk.attach, name="attach"),
    path("arbeitsplatz/baustellen/<int:pk>/anlagen/<int:attachment>/entfernen", desk.detach, name="detach"),
    path("arbeitsplatz/baustellen/<int:pk>/bestaetigen", field.confirm, name="confirm-work"),
]
