"""``/api/v1/layers``: every map layer with style, legend, counts, freshness and addresses."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from smartcity.kernel.layers.selectors import layer_descriptor, layer_descriptors

PREFIX = "layers"
router = Router()


class LayerList(Schema):
    """All layers."""

    items: list[dict[str, Any]]
    count: int


@router.get("", response=LayerList, summary="Kartenebenen")
def layers(request: HttpRequest) -> dict[str, Any]:
    """Every map layer."""
    found = layer_descriptors()
    return {"items": found, "count": len(found)}


@router.get("/{slug}", response=dict[str, Any], summary="Eine Kartenebene")
def layer(request: HttpRequest, slug: str) -> dict[str, Any]:
    """One map layer; 404 when there is none of that name."""
    found = layer_descriptor(slug)
    if found is None:
        raise Http404
    return found
