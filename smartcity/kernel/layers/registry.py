"""All map layers: the rooms' declarations and the city's own."""

from __future__ import annotations

from functools import lru_cache

from smartcity.kernel.layers.declaration import Layer
from smartcity.kernel.manifest import discover


@lru_cache(maxsize=1)
def all_layers() -> dict[str, Layer]:
    """Every layer by its slug, in the order of the rooms. Raises ValueError when two rooms use the same slug."""
    found: dict[str, Layer] = {}
    for config, declared in (*discover("layers", "LAYERS"), *discover("city_layers", "LAYERS")):
        for layer in declared:
            if layer.slug in found:
                raise ValueError(f"layer {layer.slug!r} of {config.name} is declared twice")
            found[layer.slug] = layer
    return found


def layer_named(slug: str) -> Layer | None:
    """The layer of that slug."""
    return all_layers().get(slug)
