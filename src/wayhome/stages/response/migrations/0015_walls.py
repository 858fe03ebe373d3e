"""Whoever may know of the episode reads the response; an agency, whatever is its own to do."""

from django.db import migrations

from wayhome.platform.row_security import policies


OWNED = f"owner_agency_id = {policies.MY_AGENCY}"
OURS = f"agency_id = {policies.MY_AGENCY}"
GIVEN = f"to_agency_id = {policies.MY_AGENCY}"


class Migration(migrations.Migration):
    dependencies = [("response", "0014_past_by_post"), ("episodes", "0005_walls")]
    operations = [
        # It runs when the transaction commits, whoever looks by then, and must see what is there.
        migrations.RunSQL(
            "ALTER FUNCTION wayhome_no_dead_end() SECURITY DEFINER",
            "ALTER FUNCTION wayhome_no_dead_end() SECURITY INVOKER",
        ),
        policies.of_episode("response_step", also=(OWNED,)),
        policies.of_episode("response_duty", also=(OWNED,)),
        policies.of_episode("response_notice", also=(OURS,)),
        policies.of_episode("response_escalation"),
        policies.of_episode("response_ownership"),
        policies.of_episode("response_handover", also=(GIVEN,)),
        policies.of_episode("response_review"),
        policies.of_episode("response_familytold"),
    ]
