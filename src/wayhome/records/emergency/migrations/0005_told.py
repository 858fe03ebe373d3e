"""The agency of whoever looked knows which child until the review: its supervisor is told."""

from django.db import migrations

from wayhome.platform.row_security import policies

OUR_LOOK = """
BEGIN
    RETURN EXISTS (
        SELECT FROM emergency_breakglass
         WHERE child_id = wanted AND agency_id = wall_agency() AND reviewed_at IS NULL);
END
"""


class Migration(migrations.Migration):
    dependencies = [("emergency", "0004_seen"), ("support", "0004_walls")]
    operations = [
        policies.function("wall_our_look", takes="wanted uuid", answers="boolean", body=OUR_LOOK),
    ]
