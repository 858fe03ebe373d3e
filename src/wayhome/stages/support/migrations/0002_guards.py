"""Plans are appended; what was done is written once."""

from django.db import migrations

from wayhome.platform import grants


class Migration(migrations.Migration):
    dependencies = [("support", "0001_initial")]
    operations = [
        grants.append_only("support_plan"),
        grants.changeable("support_planaction", "done_at", "done_by_id", "outcome"),
        grants.write_once("support_planaction", "done_at", "done_by_id"),
        grants.changeable("support_asked", "we_did", "done_at", "done_by_id"),
        grants.write_once("support_asked", "done_at", "done_by_id"),
    ]
