"""A look is asked for once; it can be ended, and reviewed, and nothing else of it changes."""

from django.db import migrations

from wayhome.platform import grants

REVIEWED = ("reviewed_at", "reviewed_by_id", "review_agency_id", "finding", "findings")


class Migration(migrations.Migration):
    dependencies = [("emergency", "0001_initial")]
    operations = [
        grants.changeable("emergency_breakglass", "ended_at", *REVIEWED),
        grants.write_once("emergency_breakglass", "ended_at", "reviewed_at", "reviewed_by_id"),
    ]
