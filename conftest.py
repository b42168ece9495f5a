"""Shared fixtures: the test database's cluster, and the real-world data beside the checkout."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import HealthCheck, settings

SHARED = Path(__file__).resolve().parent.parent / "shared" / "data"
_cluster = None
# how fast the machine is at the moment is no property of the code
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


def pytest_configure(config: pytest.Config) -> None:
    """Start the private test cluster once, in the process that hands out the tests."""
    global _cluster
    if hasattr(config, "workerinput") or os.environ.get("DATABASE_URL") or config.option.collectonly:
        return
    from smartcity.cli import cluster  # after the settings have said where the state is
    from smartcity.config.env import environment

    _cluster = cluster.running(environment().state)
    _cluster.__enter__()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the cluster if this run started it."""
    if _cluster is not None:
        _cluster.__exit__(None, None, None)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of real-world test data; the test is skipped where it does not exist."""
    if not SHARED.is_dir():
        pytest.skip("shared test data is not beside this checkout")
    return SHARED


@pytest.fixture(autouse=True)
def german() -> None:
    """Every test begins in German, whatever language the last request was in."""
    translation.activate("de")


@pytest.fixture
def city(db: None) -> None:
    """The city's own data (districts, offices, places) in the test database."""
    from smartcity.cli.schema import fill_city
    from smartcity.config.env import environment

    fill_city(environment().SMARTCITY_CITY)


@pytest.fixture
def emptied(transactional_db: None) -> Iterator[None]:
    """For tests that commit readings: Django empties only the tables that it manages."""
    from django.db import connection

    def empty() -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM telemetry_observation")

    empty()
    yield
    empty()
