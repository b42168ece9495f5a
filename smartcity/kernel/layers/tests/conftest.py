"""Fixtures: the sample layer as the only one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from smartcity.kernel.layers import facts, watching
from smartcity.kernel.layers.counts import known_numbers
from smartcity.kernel.layers.declaration import Layer
from smartcity.kernel.layers.registry import all_layers
from smartcity.kernel.layers.tests import sample
from smartcity.kernel.layers.tiles import kept


@pytest.fixture
def layer(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Layer]:
    """The sample layer, its table empty."""
    sample.create_table()
    with installed():
        yield sample.LAYER


@pytest.fixture
def trees(layer: Layer) -> Layer:
    """The sample layer with its four trees."""
    sample.plant()
    return layer


@contextmanager
def installed() -> Iterator[None]:
    """The sample layer instead of all others."""
    known, saved = all_layers(), dict(all_layers())
    known.clear()
    known[sample.LAYER.slug] = sample.LAYER
    facts.forget()
    kept.forget()
    known_numbers.forget()
    watching.tables_of.cache_clear()
    try:
        yield
    finally:
        known.clear()
        known.update(saved)
        facts.forget()
        kept.forget()
        known_numbers.forget()
