"""Leaves are added some at a time, and no worker waits for another that seals."""

from django.db import migrations

TRY_TURN = """
CREATE FUNCTION audit_try_turn() RETURNS boolean
LANGUAGE sql SET search_path = pg_catalog, public AS $$
    SELECT pg_try_advisory_xact_lock(hashtextextended('wayhome ledger seals', 0))
$$
"""
ADD_SOME_LEAVES = """
CREATE FUNCTION audit_add_some_leaves(since uuid, most integer) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO audit_ledgerleaf (id, position, leaf)
    SELECT entry.id,
           (SELECT coalesce(max(position), -1) FROM audit_ledgerleaf)
               + row_number() OVER (ORDER BY entry.id),
           sha256('\\x00'::bytea || convert_to(audit_canonical(entry), 'UTF8'))
      FROM audit_ledgerentry AS entry
     WHERE entry.id IN (
           SELECT waiting.id FROM audit_ledgerentry AS waiting
            WHERE waiting.id >= since
              AND NOT EXISTS (SELECT 1 FROM audit_ledgerleaf AS leaf WHERE leaf.id = waiting.id)
            ORDER BY waiting.id LIMIT most)
$$
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_seals")]
    operations = [
        migrations.RunSQL(TRY_TURN, "DROP FUNCTION audit_try_turn()"),
        migrations.RunSQL(ADD_SOME_LEAVES, "DROP FUNCTION audit_add_some_leaves(uuid, integer)"),
        migrations.RunSQL(
            [
                "REVOKE ALL ON FUNCTION audit_try_turn() FROM PUBLIC",
                "REVOKE ALL ON FUNCTION audit_add_some_leaves(uuid, integer) FROM PUBLIC",
                "GRANT EXECUTE ON FUNCTION audit_try_turn() TO wayhome_app",
                "GRANT EXECUTE ON FUNCTION audit_add_some_leaves(uuid, integer) TO wayhome_app",
                "DROP FUNCTION audit_add_leaves(uuid)",
                "DROP FUNCTION audit_take_turns()",
            ],
            migrations.RunSQL.noop,
        ),
    ]
