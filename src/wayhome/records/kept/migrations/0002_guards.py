"""What is kept is never changed; whoever is on a list may be taken off it."""

from django.db import migrations

from wayhome.platform import grants


class Migration(migrations.Migration):
    dependencies = [("kept", "0001_initial")]
    operations = [
        grants.append_only("kept_protectedaddress"),
        grants.append_only("kept_confidentialsource"),
        grants.append_only("kept_legaladvice"),
        grants.changeable("kept_reader", "ended_at", "ended_by_id"),
        grants.write_once("kept_reader", "ended_at", "ended_by_id"),
    ]
