"""The agency of whoever looked knows which child until the review: its supervisor is told."""

from django.db import migrations

from wayhome.platform.row_security import policies

OUR_LOOK = """
BEGIN
    RETURN NOT wall_kept_from(wanted) AND EXISTS (
        SELECT FROM emergency_breakglass
         WHERE child_id = wanted AND agency_id = wall_agency() AND reviewed_at IS NULL);
END
"""
EPISODE = "wall_sees_episode(id) OR wall_asked_of_us(id) OR wall_our_look(child_id)"
CHILD = "wall_sees_child(id) OR wall_asked_of_us_for(id) OR wall_our_look(id)"


class Migration(migrations.Migration):
    dependencies = [("emergency", "0004_seen"), ("support", "0004_walls")]
    operations = [
        policies.function("wall_our_look", takes="wanted uuid", answers="boolean", body=OUR_LOOK),
        policies.guarded("episodes_episode", read=EPISODE),
        policies.guarded("children_child", read=CHILD),
    ]
