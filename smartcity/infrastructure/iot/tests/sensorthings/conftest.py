"""A client of the SensorThings interface, and a small city of things."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from smartcity.infrastructure.iot.keys import issue_key
from smartcity.kernel.service import SystemActor

BASE = "/sta/v1.1/"
POINT = {"type": "Point", "coordinates": [6.7256, 51.4431]}


@dataclass
class Sta:
    """Asks below the service root, with a key or without."""

    client: Client
    secret: str = ""

    def ask(self, method: str, path: str, body: Any = None, kind: str = "application/json") -> Any:
        headers = {"authorization": f"Bearer {self.secret}"} if self.secret else {}
        data = body if isinstance(body, str) else json.dumps(body)
        return self.client.generic(method, BASE + path, data if body is not None else "", kind, headers=headers)

    def get(self, path: str) -> Any:
        answer = self.ask("GET", path)
        assert answer.status_code == 200, answer.content
        return json.loads(answer.content)

    def make(self, path: str, body: Any) -> int:
        """Make an entity; its number."""
        answer = self.ask("POST", path, body)
        assert answer.status_code == 201, answer.content
        return int(answer["Location"].rpartition("(")[2].rstrip(")"))

    def refused(self, method: str, path: str, body: Any = None) -> tuple[int, str]:
        """Status and place of a refusal."""
        answer = self.ask(method, path, body)
        assert answer.status_code >= 400, answer.content
        return answer.status_code, json.loads(answer.content)["place"]


@pytest.fixture
def sta(db: None) -> Sta:
    """With a key that may write."""
    return Sta(Client(), issue_key(actor=SystemActor("test"), name="Test", may_write=True))


@pytest.fixture
def stranger(db: None) -> Sta:
    """Without a key."""
    return Sta(Client())


def station(number: int = 1, **more: Any) -> dict[str, Any]:
    """A thing with place, stream and readings, as it is sent."""
    return {
        "name": f"Station {number}",
        "description": "Wetter",
        "properties": {"owner": "Stadt", "height": number},
        "Locations": [
            {"name": "Ruhrort", "description": "", "encodingType": "application/geo+json", "location": POINT}
        ],
        "Datastreams": [stream(number)],
        **more,
    }


def stream(number: int = 1, **more: Any) -> dict[str, Any]:
    """A datastream with its sensor and property, as it is sent."""
    return {
        "name": f"Temperatur {number}",
        "description": "Luft",
        "observationType": "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement",
        "unitOfMeasurement": {"name": "Grad Celsius", "symbol": "°C", "definition": "ucum:Cel"},
        "Sensor": {
            "name": "PT100",
            "description": "",
            "encodingType": "application/pdf",
            "metadata": "https://example.org/s",
        },
        "ObservedProperty": {"name": "Temperatur", "definition": "urn:t", "description": ""},
        **more,
    }
