"""What is hidden from whoever asks is hidden here too: nobody asks who looked at such a child.

A reviewer from whom a child is kept is shown no look at them; one who is not on the list of a
sealed record reads the look, and not which child it was.
"""

from importlib import import_module

from django.db import migrations

from wayhome.platform.row_security import policies

READING = import_module("wayhome.records.looks.migrations.0002_reading")
REPLACE = ("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
MAY_ASK = READING.MAY_ASK.replace(*REPLACE).replace(
    "RETURN EXISTS (", "RETURN NOT wall_is_hidden(child) AND EXISTS (", 1
)
UNDER_REVIEW = (
    READING.UNDER_REVIEW.replace(*REPLACE)
    .replace(
        "WHEN asked.opened_at IS NOT NULL",
        "WHEN asked.opened_at IS NOT NULL AND NOT wall_is_hidden(entry.child_id)",
    )
    .replace(
        "asked.assigned_to_id = me",
        "asked.assigned_to_id = me\n"
        "       AND (entry.child_id IS NULL OR NOT wall_kept_from(entry.child_id))",
    )
)


class Migration(migrations.Migration):
    dependencies = [("looks", "0002_reading"), ("episodes", "0007_one_wall")]
    operations = [
        migrations.RunSQL([MAY_ASK, UNDER_REVIEW], migrations.RunSQL.noop),
        policies.guarded(
            "looks_lookreview",
            read=f"((assigned_to_id = {policies.ME} OR (outcome = 'not_explained' "
            f"AND looker_agency_id = {policies.MY_AGENCY} AND looker_id <> {policies.ME})) "
            "AND (child_id IS NULL OR NOT wall_kept_from(child_id)))",
        ),
    ]
