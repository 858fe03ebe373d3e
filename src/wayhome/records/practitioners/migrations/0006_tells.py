"""Whoever has a screen open is told when their sign-in, account or posts change."""

from django.db import migrations

from wayhome.platform.live import telling


class Migration(migrations.Migration):
    dependencies = [("practitioners", "0005_passwords_apart")]
    operations = [
        telling.told(
            "practitioners_signin",
            command="UPDATE",
            which="SELECT 'person', practitioner_id::text FROM written WHERE ended_at IS NOT NULL",
        ),
        telling.told_of_person("practitioners_practitioner", command="UPDATE", column="id"),
        telling.told_of_person("practitioners_holding", command="INSERT", column="practitioner_id"),
        telling.told_of_person("practitioners_holding", command="UPDATE", column="practitioner_id"),
    ]
