"""Fraunhofer's client for SensorThings, unmodified, does its work against the interface."""

from __future__ import annotations

import frost_sta_client as fsc
import pytest
from frost_sta_client.model.ext.data_array_document import DataArrayDocument
from frost_sta_client.model.ext.data_array_value import DataArrayValue
from geojson import Point

from smartcity.infrastructure.iot.keys import issue_key
from smartcity.kernel.service import SystemActor


@pytest.fixture
def service(emptied: None, live_server) -> fsc.SensorThingsService:
    secret = issue_key(actor=SystemActor("test"), name="frost", may_write=True)
    auth = fsc.AuthHandler(username="frost", password=secret)
    return fsc.SensorThingsService(f"{live_server.url}/sta/v1.1", auth_handler=auth)


def test_make_find_change_and_delete(service: fsc.SensorThingsService) -> None:
    location = fsc.Location("Ruhrort", "", "application/geo+json", location=Point((6.7, 51.4)))
    thing = fsc.Thing("Pegel", "Wasser", properties={"a": 1}, locations=[location])
    service.create(thing)
    assert thing.id

    unit = fsc.UnitOfMeasurement("Meter", "m", "ucum:m")
    stream = fsc.Datastream(
        "W",
        "Wasserstand",
        observation_type="http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement",
        unit_of_measurement=unit,
        thing=fsc.Thing(id=thing.id),
        sensor=fsc.Sensor("Radar", "", "application/pdf", metadata="https://example.org"),
        observed_property=fsc.ObservedProperty("W", "urn:w", ""),
    )
    service.create(stream)
    for hour in range(3):
        moment = f"2026-11-01T0{hour}:00:00Z"
        service.create(
            fsc.Observation(phenomenon_time=moment, result=hour + 0.5, datastream=fsc.Datastream(id=stream.id))
        )

    found = service.datastreams().query().filter("name eq 'W'").expand("Thing,Sensor").list()
    (one,) = list(found)
    assert (one.thing.name, one.sensor.name, one.unit_of_measurement.symbol) == ("Pegel", "Radar", "m")
    listed = one.get_observations().query().orderby("phenomenonTime", "desc").top(2).list()
    assert [item.result for item in listed][:2] == [2.5, 1.5]

    known = service.things().find(thing.id)
    known.name = "Pegel Ruhrort"
    service.update(known)
    assert service.things().find(thing.id).name == "Pegel Ruhrort"
    service.delete(thing)
    assert not service.things().query().count().list().entities


def test_a_data_array(service: fsc.SensorThingsService) -> None:
    stream = fsc.Datastream(
        "W",
        "",
        observation_type="http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement",
        unit_of_measurement=fsc.UnitOfMeasurement("Meter", "m", "ucum:m"),
        thing=fsc.Thing("Pegel", ""),
        sensor=fsc.Sensor("Radar", "", "application/pdf", metadata="https://example.org"),
        observed_property=fsc.ObservedProperty("W", "urn:w", ""),
    )
    service.create(stream)
    value = DataArrayValue()
    value.datastream = stream
    value.components = {value.Property.PHENOMENON_TIME, value.Property.RESULT}
    for hour in range(3):
        moment = f"2026-11-01T0{hour}:00:00Z"
        value.add_observation(fsc.Observation(phenomenon_time=moment, result=hour, datastream=stream))
    document = DataArrayDocument()
    document.add_data_array_value(value)
    assert len(service.observations().create(document)) == 3
    assert len(list(stream.get_observations().query().list())) == 3
