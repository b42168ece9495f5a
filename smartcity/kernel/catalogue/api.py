"""``/api/v1/catalogue/datasets``: the list of datasets."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from smartcity.kernel.catalogue.registry import dataset_named
from smartcity.kernel.catalogue.selectors import descriptor, matching

PREFIX = "catalogue"
router = Router()


class DatasetList(Schema):
    """Datasets."""

    items: list[dict[str, Any]]
    count: int


@router.get("/datasets", response=DatasetList, summary="Datensätze")
def datasets(request: HttpRequest, q: str = "", theme: str = "") -> dict[str, Any]:
    """Datasets with every word of ``q``, of a theme (its three or four letters)."""
    found = [descriptor(dataset) for dataset in matching(q[:200], theme)]
    return {"items": found, "count": len(found)}


@router.get("/datasets/{slug}", response=dict[str, Any], summary="Ein Datensatz")
def dataset(request: HttpRequest, slug: str) -> dict[str, Any]:
    """One dataset; 404 when there is none of that name."""
    found = dataset_named(slug)
    if found is None:
        raise Http404
    return descriptor(found)
