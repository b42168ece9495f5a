"""Tables of the city."""

import uuid

import django.contrib.gis.db.models.fields
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.contrib.postgres.operations import BtreeGistExtension, CreateExtension, TrigramExtension, UnaccentExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        CreateExtension("postgis"),
        BtreeGistExtension(),
        TrigramExtension(),
        UnaccentExtension(),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.SlugField(max_length=80, unique=True, verbose_name="Rolle")),
                ("label", models.CharField(max_length=160, verbose_name="Bezeichnung")),
                ("label_en", models.CharField(max_length=160, verbose_name="Englische Bezeichnung")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="E-Mail")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="Telefon")),
                ("to_be_set", models.BooleanField(verbose_name="Vom Betreiber zu setzen")),
            ],
            options={
                "verbose_name": "Kontakt",
                "verbose_name_plural": "Kontakte",
                "ordering": ["role"],
            },
        ),
        migrations.CreateModel(
            name="City",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=80, verbose_name="Kurzname")),
                ("name", models.CharField(max_length=160, verbose_name="Name")),
                ("official_name", models.CharField(max_length=160, verbose_name="Amtlicher Name")),
                ("ags", models.CharField(max_length=8, verbose_name="Amtlicher Gemeindeschlüssel")),
                ("country", models.CharField(max_length=2, verbose_name="Land (ISO 3166-1)")),
                ("state", models.CharField(max_length=3, verbose_name="Bundesland (ISO 3166-2)")),
                ("timezone", models.CharField(max_length=64, verbose_name="Zeitzone")),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=2), size=None, verbose_name="Sprachen"
                    ),
                ),
                ("website", models.URLField(verbose_name="Webseite")),
                ("centre", django.contrib.gis.db.models.fields.PointField(srid=4326, verbose_name="Mittelpunkt")),
                (
                    "bounding_box",
                    django.contrib.gis.db.models.fields.PolygonField(srid=4326, verbose_name="Umgebendes Rechteck"),
                ),
                ("outline", django.contrib.gis.db.models.fields.MultiPolygonField(srid=4326, verbose_name="Umriss")),
                ("outline_schematic", models.BooleanField(verbose_name="Umriss schematisch")),
                ("outline_licence", models.CharField(blank=True, max_length=120, verbose_name="Lizenz des Umrisses")),
                (
                    "outline_attribution",
                    models.CharField(blank=True, max_length=300, verbose_name="Quellenvermerk des Umrisses"),
                ),
                ("area_km2", models.FloatField(verbose_name="Fläche in km²")),
                ("inhabitants", models.PositiveIntegerField(verbose_name="Einwohner*innen")),
                ("inhabitants_on", models.DateField(verbose_name="Stichtag")),
                ("inhabitants_approximate", models.BooleanField(verbose_name="Einwohnerzahl ungefähr")),
                ("map_zoom", models.FloatField(verbose_name="Kartenstufe")),
                ("map_min_zoom", models.FloatField(verbose_name="Kleinste Kartenstufe")),
                ("map_max_zoom", models.FloatField(verbose_name="Größte Kartenstufe")),
                ("revision", models.UUIDField(default=uuid.uuid4, verbose_name="Stand der Daten")),
            ],
            options={
                "verbose_name": "Stadt",
                "verbose_name_plural": "Stadt",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="city_single_row"),
                    models.CheckConstraint(
                        condition=models.Q(("ags__regex", "^[0-9]{8}$")), name="city_ags_eight_digits"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("map_min_zoom__lte", models.F("map_zoom")), ("map_zoom__lte", models.F("map_max_zoom"))
                        ),
                        name="city_zoom_ordered",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClosingDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=160, verbose_name="Name")),
                ("name_en", models.CharField(max_length=160, verbose_name="Englischer Name")),
                (
                    "easter_offset",
                    models.SmallIntegerField(blank=True, null=True, verbose_name="Tage nach Ostersonntag"),
                ),
                ("month", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Monat")),
                ("day", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Tag")),
            ],
            options={
                "verbose_name": "Schließtag",
                "verbose_name_plural": "Schließtage",
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(fields=("name",), name="city_closing_day_name"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("day", None), ("easter_offset__isnull", False), ("month", None)),
                            models.Q(("day__range", (1, 31)), ("easter_offset", None), ("month__range", (1, 12))),
                            _connector="OR",
                        ),
                        name="city_closing_day_one_rule",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="District",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=12, unique=True, verbose_name="Amtliche Nummer")),
                (
                    "level",
                    models.CharField(
                        choices=[("borough", "Stadtbezirk"), ("quarter", "Ortsteil")],
                        max_length=8,
                        verbose_name="Ebene",
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="Name")),
                ("slug", models.SlugField(max_length=160, verbose_name="Kurzname")),
                ("centre", django.contrib.gis.db.models.fields.PointField(srid=4326, verbose_name="Mittelpunkt")),
                ("boundary", django.contrib.gis.db.models.fields.MultiPolygonField(srid=4326, verbose_name="Grenze")),
                ("schematic", models.BooleanField(verbose_name="Grenze schematisch")),
                ("licence", models.CharField(blank=True, max_length=120, verbose_name="Lizenz der Grenze")),
                ("attribution", models.CharField(blank=True, max_length=300, verbose_name="Quellenvermerk der Grenze")),
                ("area_km2", models.FloatField(blank=True, null=True, verbose_name="Fläche in km²")),
                ("inhabitants", models.PositiveIntegerField(blank=True, null=True, verbose_name="Einwohner*innen")),
                ("inhabitants_on", models.DateField(blank=True, null=True, verbose_name="Stichtag")),
                ("inhabitants_approximate", models.BooleanField(verbose_name="Einwohnerzahl ungefähr")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quarters",
                        to="city.district",
                        verbose_name="Stadtbezirk",
                    ),
                ),
            ],
            options={
                "verbose_name": "Bezirk",
                "verbose_name_plural": "Bezirke",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Office",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=160, verbose_name="Name")),
                ("name_en", models.CharField(max_length=160, verbose_name="Englischer Name")),
                ("key", models.SlugField(max_length=80, unique=True, verbose_name="Schlüssel")),
                ("short", models.CharField(max_length=60, verbose_name="Kurzform")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("department", "Dezernat"),
                            ("staff_unit", "Stabsstelle"),
                            ("office", "Amt"),
                            ("service_point", "Anlaufstelle"),
                            ("municipal_enterprise", "Städtisches Unternehmen"),
                            ("partner", "Partner"),
                        ],
                        max_length=24,
                        verbose_name="Art",
                    ),
                ),
                ("street", models.CharField(blank=True, max_length=160, verbose_name="Straße")),
                ("house_number", models.CharField(blank=True, max_length=12, verbose_name="Hausnummer")),
                ("postcode", models.CharField(blank=True, max_length=5, verbose_name="Postleitzahl")),
                ("town", models.CharField(blank=True, max_length=160, verbose_name="Ort")),
                (
                    "point",
                    django.contrib.gis.db.models.fields.PointField(
                        blank=True, null=True, srid=4326, verbose_name="Lage"
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="Telefon")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="E-Mail")),
                ("url", models.URLField(blank=True, verbose_name="Webseite")),
                ("verified", models.BooleanField(verbose_name="Angaben geprüft")),
                ("opening_verified", models.BooleanField(verbose_name="Öffnungszeiten geprüft")),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="city.district",
                        verbose_name="Ortsteil",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="parts",
                        to="city.office",
                        verbose_name="Übergeordnete Stelle",
                    ),
                ),
            ],
            options={
                "verbose_name": "Stelle",
                "verbose_name_plural": "Stellen",
                "ordering": ["kind", "key"],
            },
        ),
        migrations.CreateModel(
            name="OpeningRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("weekday", models.PositiveSmallIntegerField(verbose_name="Wochentag")),
                ("opens", models.TimeField(verbose_name="Öffnet")),
                ("closes", models.TimeField(verbose_name="Schließt")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="Gilt ab")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="Gilt bis")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opening_rules",
                        to="city.office",
                        verbose_name="Stelle",
                    ),
                ),
            ],
            options={
                "verbose_name": "Öffnungszeit",
                "verbose_name_plural": "Öffnungszeiten",
                "ordering": ["office", "weekday", "opens"],
            },
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=160, verbose_name="Name")),
                ("name_en", models.CharField(max_length=160, verbose_name="Englischer Name")),
                ("key", models.SlugField(max_length=80, unique=True, verbose_name="Schlüssel")),
                ("kind", models.CharField(max_length=30, verbose_name="Art")),
                ("point", django.contrib.gis.db.models.fields.PointField(srid=4326, verbose_name="Lage")),
                (
                    "course",
                    django.contrib.gis.db.models.fields.LineStringField(
                        blank=True, null=True, srid=4326, verbose_name="Verlauf"
                    ),
                ),
                ("approximate", models.BooleanField(verbose_name="Lage ungefähr")),
                ("search_name", models.CharField(editable=False, max_length=160, verbose_name="Suchform")),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="city.district",
                        verbose_name="Ortsteil",
                    ),
                ),
            ],
            options={
                "verbose_name": "Ort",
                "verbose_name_plural": "Orte",
                "ordering": ["kind", "name"],
            },
        ),
        migrations.CreateModel(
            name="SchoolHoliday",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=160, verbose_name="Name")),
                ("name_en", models.CharField(max_length=160, verbose_name="Englischer Name")),
                ("starts", models.DateField(verbose_name="Erster Tag")),
                ("ends", models.DateField(verbose_name="Letzter Tag")),
                ("source", models.CharField(max_length=160, verbose_name="Quelle")),
            ],
            options={
                "verbose_name": "Schulferien",
                "verbose_name_plural": "Schulferien",
                "ordering": ["starts"],
                "constraints": [
                    models.UniqueConstraint(fields=("starts",), name="city_school_holiday_start"),
                    models.CheckConstraint(
                        condition=models.Q(("starts__lte", models.F("ends"))), name="city_school_holiday_forward"
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (
                                models.Func(
                                    models.F("starts"),
                                    models.F("ends"),
                                    models.Value("[]"),
                                    function="daterange",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            )
                        ],
                        name="city_school_holiday_no_overlap",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SpecialOpening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="Tag")),
                ("opens", models.TimeField(blank=True, null=True, verbose_name="Öffnet")),
                ("closes", models.TimeField(blank=True, null=True, verbose_name="Schließt")),
                ("reason", models.CharField(blank=True, max_length=160, verbose_name="Grund")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="special_openings",
                        to="city.office",
                        verbose_name="Stelle",
                    ),
                ),
            ],
            options={
                "verbose_name": "Besondere Öffnungszeit",
                "verbose_name_plural": "Besondere Öffnungszeiten",
                "ordering": ["office", "day", "opens"],
            },
        ),
        migrations.CreateModel(
            name="Street",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=80, unique=True, verbose_name="Schlüssel")),
                ("name", models.CharField(max_length=160, verbose_name="Name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("main", "Hauptstraße"),
                            ("local", "Nebenstraße"),
                            ("motorway", "Autobahn"),
                            ("bridge", "Brücke"),
                            ("square", "Platz"),
                        ],
                        max_length=10,
                        verbose_name="Art",
                    ),
                ),
                ("course", django.contrib.gis.db.models.fields.LineStringField(srid=4326, verbose_name="Verlauf")),
                ("approximate", models.BooleanField(verbose_name="Verlauf ungefähr")),
                ("search_name", models.CharField(editable=False, max_length=160, verbose_name="Suchform")),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="city.district",
                        verbose_name="Ortsteil",
                    ),
                ),
                (
                    "quarters",
                    models.ManyToManyField(related_name="streets", to="city.district", verbose_name="Ortsteile"),
                ),
            ],
            options={
                "verbose_name": "Straße",
                "verbose_name_plural": "Straßen",
                "ordering": ["name", "key"],
            },
        ),
        migrations.AddConstraint(
            model_name="district",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("level", "borough"), ("parent", None)),
                    models.Q(("level", "quarter"), ("parent__isnull", False)),
                    _connector="OR",
                ),
                name="city_district_parent_by_level",
            ),
        ),
        migrations.AddConstraint(
            model_name="district",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("schematic", True),
                    models.Q(models.Q(("licence", ""), _negated=True), models.Q(("attribution", ""), _negated=True)),
                    _connector="OR",
                ),
                name="city_district_attributed",
            ),
        ),
        migrations.AddConstraint(
            model_name="district",
            constraint=models.UniqueConstraint(fields=("level", "slug"), name="city_district_slug"),
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("postcode", ""), ("street", ""), ("town", "")),
                    models.Q(
                        models.Q(("street", ""), _negated=True),
                        models.Q(("postcode", ""), _negated=True),
                        models.Q(("town", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="city_office_address_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.CheckConstraint(
                condition=models.Q(("parent", models.F("id")), _negated=True), name="city_office_not_its_own_parent"
            ),
        ),
        migrations.AddConstraint(
            model_name="openingrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("weekday__range", (1, 7))), name="city_opening_weekday"
            ),
        ),
        migrations.AddConstraint(
            model_name="openingrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("opens__lt", models.F("closes"))), name="city_opening_forward"
            ),
        ),
        migrations.AddConstraint(
            model_name="openingrule",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("office", "="),
                    ("weekday", "="),
                    (
                        models.Func(
                            models.Func(models.F("opens"), template="extract(epoch from %(expressions)s)::int"),
                            models.Func(models.F("closes"), template="extract(epoch from %(expressions)s)::int"),
                            function="int4range",
                            output_field=django.contrib.postgres.fields.ranges.IntegerRangeField(),
                        ),
                        "&&",
                    ),
                    (
                        models.Func(
                            models.F("valid_from"),
                            models.F("valid_to"),
                            models.Value("[]"),
                            function="daterange",
                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="city_opening_no_overlap",
            ),
        ),
        migrations.AddIndex(
            model_name="place",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("search_name", "gin_trgm_ops"), name="city_place_search"
            ),
        ),
        migrations.AddConstraint(
            model_name="specialopening",
            constraint=models.UniqueConstraint(fields=("office", "day", "opens"), name="city_special_opening_once"),
        ),
        migrations.AddConstraint(
            model_name="specialopening",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closes", None), ("opens", None)),
                    models.Q(("opens__isnull", False), ("opens__lt", models.F("closes"))),
                    _connector="OR",
                ),
                name="city_special_opening_forward",
            ),
        ),
        migrations.AddIndex(
            model_name="street",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("search_name", "gin_trgm_ops"), name="city_street_search"
            ),
        ),
    ]
