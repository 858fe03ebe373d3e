"""Messages are queued and marked, never removed."""

from django.db import migrations

from wayhome.platform import grants


class Migration(migrations.Migration):
    dependencies = [("messaging", "0001_initial")]
    operations = [
        grants.changeable("messaging_message", "sent_at", "attempts", "next_try_at", "problem"),
        grants.write_once("messaging_message", "sent_at"),
    ]
