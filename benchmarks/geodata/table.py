"""A scratch database with a table of a million features, gone afterwards."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from smartcity.config.database import conninfo
from smartcity.config.env import environment

TABLE = """
CREATE TABLE benchmark_tree (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL, kind text NOT NULL, height double precision, number integer, note text,
    active boolean NOT NULL, opened date, changed timestamptz, geom geometry(Point, 4326) NOT NULL
)"""
ROWS = """
INSERT INTO benchmark_tree (name, kind, height, number, note, active, opened, changed, geom)
SELECT 'Baum "' || i || '" an der Straße', (ARRAY['oak', 'lime', 'plane', 'maple', 'birch'])[1 + i %% 5],
       round((random() * 30)::numeric, 2), (random() * 1000)::int,
       CASE WHEN i %% 3 = 0 THEN NULL ELSE 'Bemerkung ' || md5(i::text) END,
       i %% 7 <> 0, date '2000-01-01' + (i %% 9000)::int, now() - (i %% 100000) * interval '1 minute',
       ST_SetSRID(ST_MakePoint(6.62 + random() * 0.21, 51.33 + random() * 0.23), 4326)
FROM generate_series(1, %s) AS i"""


@contextmanager
def scratch_database(rows: int) -> Iterator[str]:
    """Connection string of a database of its own that holds the table; the same random places in every run."""
    owner = conninfo(environment(), "owner")
    name = f"smartcity_benchmark_{os.getpid()}"
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            target = make_conninfo(owner, dbname=name)
            _fill(target, rows)
            yield target
        finally:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _fill(target: str, rows: int) -> None:
    changes = import_module("smartcity.kernel.layers.migrations.0001_changes")
    with psycopg.connect(target, autocommit=True) as connection:
        for extension in ("postgis", "unaccent"):
            connection.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
        connection.execute(changes.FORWARD)
        connection.execute(TABLE)
        connection.execute("SELECT setseed(0.5)")
        connection.execute(ROWS, [rows])
        connection.execute("CREATE INDEX ON benchmark_tree USING gist (geom)")
        connection.execute("VACUUM ANALYZE benchmark_tree")
        connection.execute(
            "CREATE TRIGGER layers_note_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON benchmark_tree"
            " FOR EACH STATEMENT EXECUTE FUNCTION layers_note_change()"
        )
        connection.execute("INSERT INTO layers_change (table_name, transaction) VALUES ('benchmark_tree', 0)")
