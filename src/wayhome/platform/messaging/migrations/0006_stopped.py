"""A message that may not go any more is stopped, and says why."""

from django.db import migrations, models

from wayhome.platform import grants


class Migration(migrations.Migration):

    dependencies = [
        ('messaging', '0005_says'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='message',
            name='outbox_to_send',
        ),
        migrations.AddField(
            model_name='message',
            name='stopped_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='stopped_because',
            field=models.CharField(blank=True, db_default='', max_length=200),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('sent_at__isnull', True), ('stopped_at__isnull', True)), fields=['next_try_at'], name='outbox_to_send'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('sent_at__isnull', True), ('stopped_at__isnull', True)), fields=['about'], name='outbox_waiting_about'),
        ),
        grants.changeable(
            "messaging_message", "sent_at", "attempts", "next_try_at", "problem",
            "stopped_at", "stopped_because",
        ),
        migrations.RunSQL('DROP TRIGGER "messaging_message_write_once" ON messaging_message', migrations.RunSQL.noop),
        grants.write_once("messaging_message", "sent_at", "stopped_at"),
    ]
