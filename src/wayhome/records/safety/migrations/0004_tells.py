"""Whoever has a screen open is told when they may know less, or more, of a child."""

from django.db import migrations

from wayhome.platform.live import telling

OF_CHILD = "SELECT 'child', child_id::text FROM written"


class Migration(migrations.Migration):
    dependencies = [("safety", "0003_walls")]
    operations = [
        telling.told(table, command=command, which=OF_CHILD)
        for table in ("safety_conflict", "safety_withholding")
        for command in ("INSERT", "UPDATE")
    ] + [
        telling.told_of_person(
            "safety_personaccount", command="INSERT", column="practitioner_id"
        )
    ]
