"""Whoever has a look is kept before it passes on; what was said of it is told to the list alone.

An emergency look that opened a record is reviewed as one, by those who answer for the child: what
was read while it was open is not put before somebody else as well. Asking in vain still is.
"""

from importlib import import_module

from django.db import migrations

from wayhome.platform import grants
from wayhome.platform.row_security import policies

READING = import_module("wayhome.records.looks.migrations.0002_reading")
SIGNATURE = "looks_under_review(uuid)"
SEALED = "(entry.child_id IS NOT NULL AND wall_is_hidden(entry.child_id))"
TOLD = (
    READING.COLUMNS.format(
        child=f"CASE WHEN given.opened_at IS NOT NULL AND NOT {SEALED} THEN entry.child_id END",
        episode="NULL::uuid",
    )
    .replace("entry.reason", f"CASE WHEN {SEALED} THEN '' ELSE entry.reason END::varchar")
    .replace("entry.reference", f"CASE WHEN {SEALED} THEN '' ELSE entry.reference END::varchar")
)
UNDER_REVIEW = f"""
CREATE FUNCTION looks_under_review(review uuid)
RETURNS TABLE ({READING.ROW}, is_held_back boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me uuid := wall_me();
BEGIN
    RETURN QUERY SELECT {TOLD},
           {SEALED} AND (entry.reason <> '' OR entry.reference <> '')
      FROM looks_lookreview AS asked
      JOIN looks_given AS given ON given.review_id = asked.id AND given.passed_at IS NULL
      JOIN audit_ledgerentry AS entry ON entry.id = asked.entry_id
     WHERE asked.id = review AND asked.assigned_to_id = me AND given.practitioner_id = me
       AND (entry.child_id IS NULL OR NOT wall_kept_from(entry.child_id));
END
$$
"""
OPENED_SO = """EXISTS (
            SELECT FROM emergency_breakglass AS glass
             WHERE glass.practitioner_id = entry.practitioner_id
               AND glass.child_id = entry.child_id AND entry.at >= glass.opened_at
               AND entry.at < coalesce(glass.ended_at, glass.ends_at))"""
TO_CONSIDER = (
    READING.TO_CONSIDER.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    .replace(
        "AND (entry.episode_id IS NOT NULL OR cardinality(entry.sections) > 0))",
        "AND (entry.episode_id IS NOT NULL OR cardinality(entry.sections) > 0)\n"
        f"             AND NOT {OPENED_SO})",
    )
    .replace(
        "entry.verb IN ('search', 'break_glass')",
        "entry.verb = 'search' OR (entry.verb = 'break_glass' AND entry.count = 0)",
    )
)
KEPT = """
CREATE FUNCTION looks_given_is_kept() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF OLD.assigned_to_id IS NOT NULL AND OLD.assigned_to_id IS DISTINCT FROM NEW.assigned_to_id
       AND NOT EXISTS (SELECT FROM looks_given AS given
                        WHERE given.review_id = OLD.id AND given.passed_at IS NOT NULL
                          AND given.practitioner_id = OLD.assigned_to_id) THEN
        RAISE EXCEPTION 'whoever had a look to review is kept before it passes on'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$
"""
EACH_WHO_HAS_ONE = """
INSERT INTO looks_given
       (id, review_id, practitioner_id, at, due_at, opened_at, opened_why, passed_because)
SELECT gen_random_uuid(), id, assigned_to_id, recorded_at, due_at, opened_at, opened_why, ''
  FROM looks_lookreview WHERE assigned_to_id IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("looks", "0004_given"), ("emergency", "0005_told")]
    operations = [
        grants.changeable("looks_given", "told_at", "opened_at", "opened_why", "passed_at",
                          "passed_because"),
        grants.write_once("looks_given", "told_at", "opened_at", "passed_at"),
        grants.append_only("looks_toldlate"),
        policies.guarded(
            "looks_given",
            read=f"(practitioner_id = {policies.ME} AND passed_at IS NULL AND "
            + policies.there_is("FROM looks_lookreview AS asked WHERE asked.id = review_id")
            + ")",
        ),
        policies.for_steps_alone("looks_toldlate"),
        migrations.RunSQL(
            [
                f"DROP FUNCTION {SIGNATURE}",
                UNDER_REVIEW,
                f"REVOKE ALL ON FUNCTION {SIGNATURE} FROM PUBLIC",
                f"GRANT EXECUTE ON FUNCTION {SIGNATURE} TO {grants.RESTRICTED_ROLE}",
                TO_CONSIDER,
                KEPT,
                "REVOKE ALL ON FUNCTION looks_given_is_kept() FROM PUBLIC",
                "CREATE TRIGGER looks_given_is_kept BEFORE UPDATE OF assigned_to_id "
                "ON looks_lookreview FOR EACH ROW EXECUTE FUNCTION looks_given_is_kept()",
                'DROP TRIGGER "looks_lookreview_write_once" ON looks_lookreview',
            ],
            migrations.RunSQL.noop,
        ),
        grants.write_once("looks_lookreview", "answered_at", "answered_by_id"),
        migrations.RunSQL(EACH_WHO_HAS_ONE, migrations.RunSQL.noop),
    ]
