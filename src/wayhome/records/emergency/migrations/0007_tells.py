"""Whoever has a screen open is told when they opened a record in an emergency, and when it ends."""

from django.db import migrations

from wayhome.platform.live import telling


class Migration(migrations.Migration):
    dependencies = [("emergency", "0006_named_reviewer")]
    operations = [
        telling.told_of_person(
            "emergency_breakglass", command=command, column="practitioner_id"
        )
        for command in ("INSERT", "UPDATE")
    ]
