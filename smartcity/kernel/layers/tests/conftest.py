"""Fixtures: the sample layer as the only one beside the city's own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from smartcity.kernel.layers import exchange, facts, openapi, registry, watching
from smartcity.kernel.layers import descriptions, selectors
from smartcity.kernel.layers.declaration import Layer
from smartcity.kernel.layers.tests import sample
from smartcity.kernel.layers.tiles import kept


@pytest.fixture
def layer(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Layer]:
    """The sample layer, its table empty."""
    sample.create_table()
    yield from _installed(monkeypatch)


@pytest.fixture
def trees(layer: Layer) -> Layer:
    """The sample layer with its four trees."""
    sample.plant()
    return layer


def _installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Layer]:
    found = {sample.LAYER.slug: sample.LAYER}
    for module in (registry, descriptions, openapi, selectors, watching):
        monkeypatch.setattr(module, "all_layers", lambda: found)
    for module in (registry, exchange, selectors):
        monkeypatch.setattr(module, "layer_named", found.get)
    facts.forget()
    kept.forget()
    watching.tables_of.cache_clear()
    cache.clear()
    yield sample.LAYER
    facts.forget()
    kept.forget()
