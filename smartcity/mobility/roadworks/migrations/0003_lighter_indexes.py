"""Two indexes that no query used: every imported work paid for them."""

from django.db import migrations

LIKE = """
DO $$
DECLARE found text;
BEGIN
    FOR found IN
        SELECT indexname FROM pg_indexes
        WHERE schemaname = current_schema() AND tablename = 'roadworks_roadwork' AND indexname LIKE 'roadworks\\_roadwork\\_slug\\_%\\_like'
    LOOP
        EXECUTE format('DROP INDEX %I', found);
    END LOOP;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("roadworks", "0002_checks")]
    operations = [
        migrations.RemoveIndex(model_name="roadwork", name="roadworks_start_brin"),
        # made by Django for prefix searches in slugs
        migrations.RunSQL(LIKE, migrations.RunSQL.noop),
    ]
