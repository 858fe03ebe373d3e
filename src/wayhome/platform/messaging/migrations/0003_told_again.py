"""A notice nobody acknowledges is carried again: one message at a moment, not one for ever."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("messaging", "0002_guards")]
    operations = [
        migrations.RemoveConstraint(model_name="message", name="outbox_once_per_notice"),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(
                fields=("about", "address", "queued_at"), name="outbox_once_at_a_moment"
            ),
        ),
    ]
