"""The platform's own ASGI application with one more layer: the table of the benchmark."""

from __future__ import annotations

from typing import ClassVar, Self

from smartcity.config.asgi import application

# isort: split
from django.contrib.gis.db import models

from smartcity.kernel.catalogue.licences import Licence
from smartcity.kernel.layers.declaration import GeometryType, Group, Layer, Property, PropertyType
from smartcity.kernel.layers.registry import all_layers

__all__ = ["application"]


class Tree(models.Model):
    """A row of the benchmark's table."""

    name = models.TextField()
    kind = models.TextField()
    height = models.FloatField(null=True)
    number = models.IntegerField(null=True)
    note = models.TextField(null=True)
    active = models.BooleanField()
    opened = models.DateField(null=True)
    changed = models.DateTimeField(null=True)
    geom = models.PointField()

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        app_label = "layers"
        managed = False
        db_table = "benchmark_tree"

    def __str__(self) -> str:
        return self.name


def _same(name: str, kind: PropertyType) -> Property:
    return Property(name, name, kind, name, name)


all_layers()["trees"] = Layer(
    slug="trees",
    title="Bäume",
    title_en="Trees",
    description="Eine Million Bäume.",
    description_en="A million trees.",
    queryset=Tree.objects.all,
    geometry="geom",
    geometry_type=GeometryType.POINT,
    properties=(
        _same("name", PropertyType.STRING),
        _same("kind", PropertyType.STRING),
        _same("height", PropertyType.NUMBER),
        _same("number", PropertyType.INTEGER),
        _same("note", PropertyType.STRING),
        _same("active", PropertyType.BOOLEAN),
        _same("opened", PropertyType.DATE),
        _same("changed", PropertyType.DATETIME),
    ),
    licence=Licence.DL_DE_ZERO,
    group=Group.ENVIRONMENT,
    attribution="Benchmark",
)
