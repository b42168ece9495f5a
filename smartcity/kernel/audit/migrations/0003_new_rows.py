"""New rows are recorded by the statement and as they are, under "+", instead of column by column as [null, value].

The triggers themselves are put on the tables after every migration (triggers.install_triggers).
"""

from django.db import migrations

RECORD_NEW = """
-- arguments: label, key column, columns to hash (JSON list), columns to leave out (JSON list)
CREATE FUNCTION audit_record_new() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    hashed text[] := ARRAY(SELECT jsonb_array_elements_text(TG_ARGV[2]::jsonb));
    left_out text[] := ARRAY(SELECT jsonb_array_elements_text(TG_ARGV[3]::jsonb));
BEGIN
    WITH rows AS MATERIALIZED (
        SELECT to_jsonb(fresh) - left_out AS held FROM fresh
    ), shown AS MATERIALIZED (
        -- nothing may be shown that must be hidden, and nothing very long: only such values are looked into
        SELECT held ->> TG_ARGV[1] AS key, CASE
            WHEN pg_column_size(held) > 4000 THEN (
                SELECT jsonb_object_agg(name, audit_shown(value, name = ANY (hashed) AND value <> '""'))
                FROM jsonb_each(held) AS each (name, value))
            ELSE held || coalesce((
                SELECT jsonb_object_agg(name, audit_shown(held -> name, true))
                FROM unnest(hashed) AS name
                WHERE held -> name NOT IN ('null', '""', '[]', '{}', 'false')), '{}')
            END AS row
        FROM rows
    ), entries AS (
        INSERT INTO audit_entry (actor, action, model, object_pk, operation, changes, transaction)
        SELECT
            coalesce(nullif(current_setting('smartcity.actor', true), ''), 'database:' || session_user),
            coalesce(nullif(current_setting('smartcity.action', true), ''), '-'),
            TG_ARGV[0],
            key,
            'insert',
            jsonb_build_object('+', row),
            pg_current_xact_id()::text::bigint
        FROM shown
        RETURNING id
    )
    INSERT INTO audit_pending (entry_id) SELECT id FROM entries;
    RETURN NULL;
END
$$;
ALTER TABLE audit_entry ALTER COLUMN changes SET COMPRESSION lz4;
"""
REMOVE = """
DO $$
DECLARE found record;
BEGIN
    FOR found IN
        SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgname = 'audit_record_new'
    LOOP
        EXECUTE format('DROP TRIGGER audit_record_new ON %I', found.relname);
        EXECUTE format('DROP TRIGGER audit_record ON %I', found.relname);
    END LOOP;
END
$$;
DROP FUNCTION audit_record_new();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_recording")]
    operations = [
        # the function keeps this path: a temporary table of the caller's must not stand in for the record
        migrations.RunSQL(
            "SELECT set_config('search_path', current_schema() || ', pg_temp', true)", migrations.RunSQL.noop
        ),
        migrations.RunSQL(RECORD_NEW, REMOVE),
    ]
