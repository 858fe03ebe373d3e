"""A duty keeps when it was done apart from when that was recorded."""

from django.db import migrations, models

from wayhome.platform import grants


class Migration(migrations.Migration):
    dependencies = [("response", "0003_ends_without_a_return")]
    operations = [
        migrations.AddField(
            model_name="duty",
            name="met_recorded_at",
            field=models.DateTimeField(null=True),
        ),
        grants.changeable("response_duty", "met_at", "met_by_id", "met_recorded_at", "declined_at", "declined_by_id", "declined_reason"),
        migrations.RunSQL('DROP TRIGGER "response_duty_write_once" ON "response_duty"', migrations.RunSQL.noop),
        grants.write_once("response_duty", "met_at", "met_by_id", "met_recorded_at", "declined_at", "declined_by_id"),
    ]
