"""A message goes by one of several couriers, is taken while it is carried, and may be kept aside."""

from django.db import migrations, models
from django.db.models import Q

from wayhome.platform import grants

WAITS = Q(sent_at__isnull=True, stopped_at__isnull=True, quarantined_at__isnull=True)


class Migration(migrations.Migration):
    dependencies = [("messaging", "0006_stopped")]
    operations = [
        migrations.AddField(
            "message", "courier", models.CharField(db_default="email", default="email", max_length=20)
        ),
        migrations.AlterField("message", "address", models.CharField(max_length=254)),
        migrations.AddField(
            "message", "refusals", models.PositiveSmallIntegerField(db_default=0, default=0)
        ),
        migrations.AddField("message", "taken_at", models.DateTimeField(null=True)),
        migrations.AddField("message", "quarantined_at", models.DateTimeField(null=True)),
        migrations.RemoveIndex("message", "outbox_to_send"),
        migrations.AddIndex(
            "message",
            models.Index(
                condition=WAITS,
                fields=["courier", "address", "queued_at", "id"],
                name="outbox_in_order",
            ),
        ),
        migrations.AddIndex(
            "message",
            models.Index(
                condition=Q(quarantined_at__isnull=False, sent_at__isnull=True),
                fields=["quarantined_at"],
                name="outbox_in_quarantine",
            ),
        ),
        grants.changeable(
            "messaging_message",
            *("sent_at", "attempts", "refusals", "next_try_at", "taken_at", "problem"),
            *("stopped_at", "stopped_because", "quarantined_at"),
        ),
    ]
