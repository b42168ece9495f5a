"""A layer of trees for the tests: every type of property, a relation, two geometries' worth of awkward values."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import ClassVar, Self

from django.contrib.gis.db import models
from django.contrib.gis.geos import Point
from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Concat

from smartcity.kernel.catalogue.licences import Licence
from smartcity.kernel.layers.declaration import (
    Choice,
    GeometryType,
    Group,
    Layer,
    Property,
    PropertyType,
    Style,
    StyleClass,
    TimeExtent,
)


class Tree(models.Model):
    """A tree; only those that are published are public."""

    slug = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20)
    height = models.FloatField(null=True)
    number = models.IntegerField(null=True)
    healthy = models.BooleanField(null=True)
    planted = models.DateField(null=True)
    felled = models.DateField(null=True)
    seen = models.DateTimeField(null=True)
    tags = ArrayField(models.TextField(), default=list)
    published = models.BooleanField(default=True)
    place = models.PointField(null=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        app_label = "layers"
        managed = False
        db_table = "layers_sample_tree"

    def __str__(self) -> str:
        return self.name


PROPERTIES = (
    Property("name", "name", PropertyType.STRING, "Name", "Name"),
    Property(
        "kind",
        "kind",
        PropertyType.STRING,
        "Art",
        "Kind",
        values=(Choice("oak", "Eiche", "Oak"), Choice("lime", "Linde", "Lime")),
    ),
    Property("height", "height", PropertyType.NUMBER, "Höhe", "Height", unit="m"),
    Property("number", "number", PropertyType.INTEGER, "Nummer", "Number"),
    Property("healthy", "healthy", PropertyType.BOOLEAN, "Gesund", "Healthy"),
    Property("planted", "planted", PropertyType.DATE, "Gepflanzt", "Planted"),
    Property("felled", "felled", PropertyType.DATE, "Gefällt", "Felled"),
    Property("seen", "seen", PropertyType.DATETIME, "Gesehen", "Seen"),
    Property("tags", "tags", PropertyType.STRINGS, "Merkmale", "Tags"),
    Property("full", Concat("kind", Value(" "), "name"), PropertyType.STRING, "Alles", "All"),
)
LAYER = Layer(
    slug="baeume",
    title="Bäume",
    title_en="Trees",
    description="Bäume für die Prüfung.",
    description_en="Trees for the tests.",
    queryset=lambda: Tree.objects.filter(published=True, place__isnull=False),
    geometry="place",
    geometry_type=GeometryType.POINT,
    id_field="slug",
    properties=PROPERTIES,
    style=Style(color_by="kind", classes=(StyleClass("Eiche", "Oak", "#116611", value="oak"),)),
    time=TimeExtent("planted", "felled"),
    detail_path="/baeume/{id}",
    licence=Licence.DL_DE_ZERO,
    group=Group.ENVIRONMENT,
)
TREES: list[dict[str, object]] = [
    {
        "slug": "a-1",
        "name": 'Eiche "Große" \\ ü%s',
        "kind": "oak",
        "height": 12.5,
        "number": 1,
        "healthy": True,
        "planted": date(1990, 4, 1),
        "felled": None,
        "seen": datetime(2026, 1, 31, 12, 0, 0, tzinfo=UTC),
        "tags": ["alt", 'x"y'],
        "place": Point(6.76, 51.43, srid=4326),
    },
    {
        "slug": "b-2",
        "name": "=1+1",
        "kind": "lime",
        "height": 8.0,
        "number": -2,
        "healthy": False,
        "planted": date(2000, 1, 1),
        "felled": date(2010, 12, 31),
        "seen": datetime(2026, 2, 28, 23, 30, 0, 500000, tzinfo=UTC),
        "tags": [],
        "place": Point(6.70, 51.40, srid=4326),
    },
    {"slug": "c-3", "name": "O'Neil", "kind": "lime", "place": Point(6.65, 51.50, srid=4326)},
    {"slug": "d-4", "name": "Geheim", "kind": "oak", "published": False, "place": Point(6.76, 51.43, srid=4326)},
]


def create_table() -> None:
    """The table, watched as after a migration."""
    from smartcity.kernel.layers.watching import watch

    drop_table()
    with connection.schema_editor(atomic=False) as editor:
        Tree._meta.managed = True
        editor.create_model(Tree)
        Tree._meta.managed = False
    watch(Tree._meta.db_table)


def drop_table() -> None:
    """Take the table away again."""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TABLE IF EXISTS "{Tree._meta.db_table}"')


def plant() -> None:
    """The four trees, of which one is not public."""
    for values in TREES:
        Tree.objects.create(**values)


def plant_many(count: int) -> None:
    """A number of plain trees in a grid over the city."""
    Tree.objects.bulk_create(
        Tree(
            slug=f"t-{number:06d}",
            name=f"Baum {number}",
            kind="oak" if number % 2 else "lime",
            number=number,
            height=number / 10,
            planted=date(2020, 1, 1 + number % 28),
            place=Point(6.62 + 0.2 * (number % 50) / 50, 51.34 + 0.2 * (number // 50 % 50) / 50, srid=4326),
        )
        for number in range(count)
    )
