"""Tables, functions and rights of the record.

- audit_record(): row trigger. Runs with its owner's rights, so that the application writes the record through it alone.
- audit_seal_pending(n): chains waiting entries, one sealer at a time.
- audit_hash(text): keyed hash (HMAC-SHA-256, RFC 2104) of a personal value; the key's table is the owner's alone.
- Nobody changes or removes entries and seals: by rights (except the owner) and by trigger (the owner, too).
"""

import secrets

from django.db import migrations

TABLES = """
CREATE TABLE audit_entry (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor text NOT NULL,
    action text NOT NULL,
    model text NOT NULL,
    object_pk text NOT NULL,
    operation text NOT NULL CHECK (operation IN ('insert', 'update', 'delete')),
    changes jsonb NOT NULL,
    transaction bigint NOT NULL
);
CREATE INDEX audit_entry_object ON audit_entry (model, object_pk, id);
CREATE INDEX audit_entry_actor ON audit_entry (actor, id);
CREATE INDEX audit_entry_action ON audit_entry (action, id);
CREATE INDEX audit_entry_at ON audit_entry USING brin (at);
CREATE TABLE audit_seal (
    seq bigint PRIMARY KEY,
    entry_id bigint NOT NULL UNIQUE,
    hash text NOT NULL
);
CREATE TABLE audit_pending (entry_id bigint PRIMARY KEY);
CREATE TABLE audit_key (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    inner_pad bytea NOT NULL,
    outer_pad bytea NOT NULL
);
"""

FUNCTIONS = """
CREATE FUNCTION audit_hash(value text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT 'hash:' || left(encode(
        sha256(k.outer_pad || sha256(k.inner_pad || convert_to(value, 'UTF8'))), 'hex'), 32)
    FROM audit_key k
$$;

CREATE FUNCTION audit_shown(value jsonb, hashed boolean) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT CASE
        WHEN value IS NULL OR value = 'null'::jsonb THEN 'null'::jsonb
        WHEN hashed THEN to_jsonb(audit_hash(value #>> '{}'))
        WHEN length(value::text) > 4000
            THEN to_jsonb('sha256:' || encode(sha256(convert_to(value::text, 'UTF8')), 'hex')
                          || ' (' || length(value::text) || ')')
        ELSE value
    END
$$;

CREATE FUNCTION audit_record() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    -- arguments: label, key column, columns to hash (JSON list), columns to leave out (JSON list)
    hashed jsonb := TG_ARGV[2]::jsonb;
    left_out jsonb := TG_ARGV[3]::jsonb;
    before jsonb := CASE WHEN TG_OP = 'INSERT' THEN '{}'::jsonb ELSE to_jsonb(OLD) END;
    after jsonb := CASE WHEN TG_OP = 'DELETE' THEN '{}'::jsonb ELSE to_jsonb(NEW) END;
    found jsonb;
    entry bigint;
BEGIN
    -- values are looked into only where they must be hidden or may be long: bulk imports live from this
    IF TG_OP = 'INSERT' THEN
        SELECT jsonb_object_agg(key, jsonb_build_array(NULL, CASE
            WHEN hashed ? key OR pg_column_size(value) > 1000 THEN audit_shown(value, hashed ? key) ELSE value END))
        INTO found
        FROM jsonb_each(after - ARRAY(SELECT jsonb_array_elements_text(left_out)))
        -- a new row is recorded by what it holds: empty columns say nothing, and wide rows have many
        WHERE value NOT IN ('null', '""', '[]', '{}', 'false');
    ELSE
        SELECT jsonb_object_agg(key, jsonb_build_array(
            CASE WHEN hashed ? key OR pg_column_size(was) > 1000 THEN audit_shown(was, hashed ? key) ELSE was END,
            CASE WHEN hashed ? key OR pg_column_size(is_now) > 1000 THEN audit_shown(is_now, hashed ? key)
                 ELSE is_now END))
        INTO found
        FROM (
            SELECT key, coalesce(before -> key, 'null'::jsonb) AS was, coalesce(after -> key, 'null'::jsonb) AS is_now
            FROM jsonb_object_keys(before || after) AS key
            WHERE NOT left_out ? key
        ) AS compared
        WHERE was <> is_now;
    END IF;
    IF found IS NULL THEN
        RETURN NULL;
    END IF;
    INSERT INTO audit_entry (actor, action, model, object_pk, operation, changes, transaction)
    VALUES (
        coalesce(nullif(current_setting('smartcity.actor', true), ''), 'database:' || session_user),
        coalesce(nullif(current_setting('smartcity.action', true), ''), '-'),
        TG_ARGV[0],
        coalesce(after ->> TG_ARGV[1], before ->> TG_ARGV[1]),
        lower(TG_OP),
        found,
        pg_current_xact_id()::text::bigint
    )
    RETURNING id INTO entry;
    INSERT INTO audit_pending (entry_id) VALUES (entry);
    RETURN NULL;
END
$$;

CREATE FUNCTION audit_canonical(entry audit_entry) RETURNS text
LANGUAGE sql STABLE SET timezone = 'UTC' SET datestyle = 'ISO' SET search_path FROM CURRENT AS $$
    SELECT jsonb_build_object(
        'id', entry.id, 'at', entry.at, 'actor', entry.actor, 'action', entry.action, 'model', entry.model,
        'object_pk', entry.object_pk, 'operation', entry.operation, 'changes', entry.changes,
        'transaction', entry.transaction)::text
$$;

CREATE FUNCTION audit_seal_pending(most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    last_seq bigint;
    last_hash text;
    waiting record;
    number integer := 0;
BEGIN
    -- one sealer at a time; writers never wait for it
    PERFORM pg_advisory_xact_lock(hashtext('smartcity.audit_seal'));
    SELECT seq, hash INTO last_seq, last_hash FROM audit_seal ORDER BY seq DESC LIMIT 1;
    last_seq := coalesce(last_seq, 0);
    last_hash := coalesce(last_hash, '');
    FOR waiting IN
        SELECT p.entry_id, audit_canonical(e) AS canonical
        FROM audit_pending p JOIN audit_entry e ON e.id = p.entry_id
        ORDER BY p.entry_id LIMIT most
    LOOP
        last_seq := last_seq + 1;
        last_hash := encode(sha256(convert_to(last_hash || waiting.canonical, 'UTF8')), 'hex');
        INSERT INTO audit_seal (seq, entry_id, hash) VALUES (last_seq, waiting.entry_id, last_hash);
        DELETE FROM audit_pending WHERE entry_id = waiting.entry_id;
        number := number + 1;
    END LOOP;
    RETURN number;
END
$$;

CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit is append-only: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seal
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
"""

RIGHTS = """
DO $$
DECLARE
    relation text;
    grantee text;
BEGIN
    FOREACH relation IN ARRAY ARRAY['audit_entry', 'audit_seal', 'audit_pending', 'audit_key'] LOOP
        FOR grantee IN
            SELECT DISTINCT CASE WHEN acl.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(r.rolname) END
            FROM pg_class c
            CROSS JOIN LATERAL aclexplode(c.relacl) AS acl
            LEFT JOIN pg_roles r ON r.oid = acl.grantee
            WHERE c.oid = to_regclass(relation) AND acl.grantee <> c.relowner
        LOOP
            EXECUTE format('REVOKE ALL ON %I FROM %s', relation, grantee);
            IF relation <> 'audit_key' THEN
                EXECUTE format('GRANT SELECT ON %I TO %s', relation, grantee);
            END IF;
        END LOOP;
    END LOOP;
END
$$;
REVOKE ALL ON FUNCTION audit_hash(text) FROM PUBLIC;
REVOKE ALL ON FUNCTION audit_shown(jsonb, boolean) FROM PUBLIC;
"""

REMOVE = """
DO $$
DECLARE found record;
BEGIN
    FOR found IN SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgname = 'audit_record'
    LOOP
        EXECUTE format('DROP TRIGGER audit_record ON %I', found.relname);
    END LOOP;
END
$$;
DROP FUNCTION audit_record();
DROP FUNCTION audit_seal_pending(integer);
DROP FUNCTION audit_canonical(audit_entry);
DROP FUNCTION audit_shown(jsonb, boolean);
DROP FUNCTION audit_hash(text);
DROP TABLE audit_entry, audit_seal, audit_pending, audit_key;
DROP FUNCTION audit_refuse();
"""

BLOCK = 64  # bytes of SHA-256's block: the key is padded to it (RFC 2104)


def make_key(apps, schema_editor):
    key = secrets.token_bytes(32).ljust(BLOCK, b"\0")
    pads = [bytes(byte ^ pad for byte in key) for pad in (0x36, 0x5C)]
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("INSERT INTO audit_key (inner_pad, outer_pad) VALUES (%s, %s)", pads)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        # the functions below keep this path: a temporary table of the caller's must not stand in for the record
        migrations.RunSQL(
            "SELECT set_config('search_path', current_schema() || ', pg_temp', true)", migrations.RunSQL.noop
        ),
        migrations.RunSQL(TABLES, migrations.RunSQL.noop),
        migrations.RunSQL(FUNCTIONS, REMOVE),
        migrations.RunPython(make_key, migrations.RunPython.noop),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
