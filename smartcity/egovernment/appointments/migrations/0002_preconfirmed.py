"""When the link for confirming was mailed."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column."""

    dependencies = [("appointments", "0001_initial")]

    operations = [
        migrations.AddField(
            "appointment",
            "preconfirmed_at",
            models.DateTimeField(blank=True, null=True, verbose_name="Link verschickt"),
        ),
    ]
