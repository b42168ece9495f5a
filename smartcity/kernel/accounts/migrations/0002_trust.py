"""How sure it is who a person is."""

from django.db import migrations, models

LEVELS = [(1, "normal (Adresse bestätigt)"), (2, "substanziell (Identität geprüft)"), (3, "hoch (Online-Ausweis)")]


class Migration(migrations.Migration):
    """Every account there is begins with a confirmed address."""

    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField(
            "person",
            "trust",
            models.PositiveSmallIntegerField(choices=LEVELS, default=1, verbose_name="Vertrauensniveau"),
        ),
        migrations.AddConstraint(
            "person",
            models.CheckConstraint(condition=models.Q(("trust__range", (1, 3))), name="person_trust_level_known"),
        ),
    ]
