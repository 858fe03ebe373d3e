"""The wall knows whom a child is kept from, and what an emergency look shows."""

from django.db import migrations

from wayhome.platform.row_security import policies

KEPT_FROM = """
BEGIN
    RETURN EXISTS (
        SELECT FROM safety_conflict AS conflict
          JOIN safety_personaccount AS account ON account.person_id = conflict.person_id
         WHERE account.practitioner_id = wall_me() AND conflict.child_id = wanted
           AND conflict.lifted_at IS NULL
        ) OR EXISTS (
        SELECT FROM safety_withholding AS held
         WHERE held.child_id = wanted AND held.lifted_at IS NULL
           AND held.matter IN ('everything', 'return')
           AND (held.agency_id = wall_agency() OR held.person_id IN (
                SELECT person_id FROM safety_personaccount WHERE practitioner_id = wall_me())));
END
"""
# Until when a look lasts is the service's to say: it asks its own clock with every request. The
# wall knows who opened whose record, and that the look was not ended.
HAS_OPENED = """
BEGIN
    RETURN EXISTS (
        SELECT FROM emergency_breakglass
         WHERE practitioner_id = wall_me() AND child_id = wanted AND ended_at IS NULL
           AND reviewed_at IS NULL);
END
"""


class Migration(migrations.Migration):
    dependencies = [("emergency", "0003_walls"), ("safety", "0003_walls")]
    operations = [
        policies.function(
            "wall_kept_from", takes="wanted uuid", answers="boolean", body=KEPT_FROM
        ),
        policies.function(
            "wall_has_opened", takes="wanted uuid", answers="boolean", body=HAS_OPENED
        ),
        policies.guarded(
            "emergency_breakglass",
            read="practitioner_id = (SELECT wall_me()) OR agency_id = (SELECT wall_agency()) "
            "OR (child_id IS NOT NULL AND wall_sees_child(child_id))",
        ),
        policies.guarded(
            "safety_conflict",
            read="(child_id IS NULL AND recorded_by_id = (SELECT wall_me())) "
            "OR (child_id IS NOT NULL AND wall_sees_child(child_id))",
        ),
        policies.guarded(
            "safety_withholding", read="wall_sees_child(child_id)"
        ),
        policies.guarded(
            "safety_person",
            read=policies.there_is(
                "FROM safety_conflict AS held WHERE held.person_id = safety_person.id"
            ),
        ),
    ]
