"""Leaves and seals of the tree over the ledger.

The application still cannot read the ledger: what makes leaves of entries runs as the owner, gives
back nothing, and is the only such function here.
"""

import django.contrib.postgres.fields
from django.db import migrations, models

import wayhome.platform.models
from wayhome.platform import grants

CANONICAL = """
CREATE FUNCTION audit_canonical(entry audit_ledgerentry) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, public AS $$
    SELECT jsonb_build_array(
        entry.id,
        to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        entry.practitioner_id, entry.agency_id, entry.verb, entry.deed, entry.purpose,
        entry.reason, entry.reference, entry.child_id, entry.episode_id, entry.object_id,
        to_jsonb(entry.sections), entry.count
    )::text
$$
"""
TAKE_TURNS = """
CREATE FUNCTION audit_take_turns() RETURNS void
LANGUAGE sql SET search_path = pg_catalog, public AS $$
    SELECT pg_advisory_xact_lock(hashtextextended('wayhome ledger seals', 0))
$$
"""
ADD_LEAVES = """
CREATE FUNCTION audit_add_leaves(since uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO audit_ledgerleaf (id, position, leaf)
    SELECT entry.id,
           (SELECT coalesce(max(position), -1) FROM audit_ledgerleaf)
               + row_number() OVER (ORDER BY entry.id),
           sha256('\\x00'::bytea || convert_to(audit_canonical(entry), 'UTF8'))
      FROM audit_ledgerentry AS entry
     WHERE entry.id >= since
       AND NOT EXISTS (SELECT 1 FROM audit_ledgerleaf AS leaf WHERE leaf.id = entry.id)
$$
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_guards")]
    operations = [
        migrations.CreateModel(
            name="LedgerLeaf",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=wayhome.platform.models.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("position", models.BigIntegerField(unique=True)),
                ("leaf", models.BinaryField(max_length=32)),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="LedgerSeal",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=wayhome.platform.models.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("sealed_at", models.DateTimeField()),
                ("size", models.BigIntegerField(unique=True)),
                ("root", models.BinaryField(max_length=32)),
                (
                    "parts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BinaryField(max_length=32), size=None
                    ),
                ),
                ("key", models.CharField(max_length=16)),
                ("signature", models.BinaryField(max_length=64)),
            ],
            options={"abstract": False},
        ),
        migrations.RunSQL(CANONICAL, "DROP FUNCTION audit_canonical(audit_ledgerentry)"),
        migrations.RunSQL(TAKE_TURNS, "DROP FUNCTION audit_take_turns()"),
        migrations.RunSQL(ADD_LEAVES, "DROP FUNCTION audit_add_leaves(uuid)"),
        migrations.RunSQL(
            [
                "REVOKE ALL ON FUNCTION audit_canonical(audit_ledgerentry) FROM PUBLIC",
                "REVOKE ALL ON FUNCTION audit_take_turns() FROM PUBLIC",
                "REVOKE ALL ON FUNCTION audit_add_leaves(uuid) FROM PUBLIC",
                "GRANT EXECUTE ON FUNCTION audit_take_turns() TO wayhome_app",
                "GRANT EXECUTE ON FUNCTION audit_add_leaves(uuid) TO wayhome_app",
            ],
            migrations.RunSQL.noop,
        ),
        grants.readable("audit_ledgerleaf"),
        grants.append_only("audit_ledgerseal"),
    ]
