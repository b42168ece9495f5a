"""GeoJSON as it was given; the time of a stream's oldest reading; readings found by a feature of their own."""

from django.db import migrations, models

# few readings have a feature of their own: only those are in the index
FEATURES = """
CREATE INDEX telemetry_observation_features ON telemetry_observation (feature_id) WHERE feature_id IS NOT NULL;
"""
FIRST = """
UPDATE telemetry_latest SET first_time = coalesce(
    (SELECT min(o.phenomenon_time) FROM telemetry_observation o WHERE o.datastream_id = telemetry_latest.datastream_id),
    phenomenon_time);
"""


class Migration(migrations.Migration):
    dependencies = [("telemetry", "0004_expiry")]
    operations = [
        migrations.AddField("location", "document", models.JSONField(blank=True, null=True)),
        migrations.AddField("featureofinterest", "document", models.JSONField(blank=True, null=True)),
        migrations.AddField("latest", "first_time", models.DateTimeField(null=True)),
        migrations.RunSQL(FIRST, migrations.RunSQL.noop),
        migrations.AlterField("latest", "first_time", models.DateTimeField()),
        migrations.RunSQL(FEATURES, "DROP INDEX telemetry_observation_features"),
    ]
