"""The counter of committed changes and the trigger function that watched tables call."""

from django.db import migrations

FORWARD = """
CREATE TABLE layers_change (
    table_name text NOT NULL,
    transaction bigint NOT NULL,
    weight bigint NOT NULL DEFAULT 1 CHECK (weight > 0),
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (table_name, transaction)
);
COMMENT ON TABLE layers_change IS
    'One row per transaction that changed a watched table, folded now and then. The sum of weights that a snapshot '
    'sees grows with exactly the commits whose data it sees; rows are only inserted, so writers never wait here.';

CREATE FUNCTION layers_note_change() RETURNS trigger LANGUAGE plpgsql AS $function$
DECLARE
    own bigint := pg_current_xact_id()::text::bigint;
    folded bigint;
BEGIN
    INSERT INTO layers_change (table_name, transaction) VALUES (TG_TABLE_NAME, own)
        ON CONFLICT (table_name, transaction) DO UPDATE SET weight = layers_change.weight + 1, changed_at = clock_timestamp();
    IF random() < 0.01 AND current_setting('transaction_isolation') = 'read committed' THEN
        WITH earlier AS (
            SELECT transaction FROM layers_change
            WHERE table_name = TG_TABLE_NAME AND transaction <> own
            FOR UPDATE SKIP LOCKED
        ), gone AS (
            DELETE FROM layers_change USING earlier
            WHERE table_name = TG_TABLE_NAME AND layers_change.transaction = earlier.transaction
            RETURNING weight
        )
        SELECT sum(weight) INTO folded FROM gone;
        IF folded IS NOT NULL THEN
            UPDATE layers_change SET weight = weight + folded
            WHERE table_name = TG_TABLE_NAME AND transaction = own;
        END IF;
    END IF;
    RETURN NULL;
END
$function$;
"""
BACKWARD = "DROP FUNCTION IF EXISTS layers_note_change() CASCADE; DROP TABLE layers_change;"


class Migration(migrations.Migration):
    """Written by hand: the table has no model, because nothing but triggers writes it."""

    initial = True
    dependencies = []
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
