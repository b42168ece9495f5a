"""All datasets: what the rooms declare, in one list. Open map layers come through the layers' room."""

from __future__ import annotations

from functools import lru_cache

from smartcity.kernel.catalogue.declaration import Dataset
from smartcity.kernel.manifest import discover


@lru_cache(maxsize=1)
def all_datasets() -> dict[str, Dataset]:
    """Every dataset by its slug, by title. Raises ValueError when two rooms use the same slug."""
    found: dict[str, Dataset] = {}
    for config, declared in discover("datasets", "DATASETS"):
        for dataset in declared:
            if dataset.slug in found:
                raise ValueError(f"dataset {dataset.slug!r} of {config.name} is declared twice")
            found[dataset.slug] = dataset
    return dict(sorted(found.items(), key=lambda item: item[1].title.casefold()))


def dataset_named(slug: str) -> Dataset | None:
    """The dataset of that slug."""
    return all_datasets().get(slug)
