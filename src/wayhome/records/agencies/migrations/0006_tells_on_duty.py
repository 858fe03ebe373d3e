"""A post may say that whoever is on duty is written to besides its mailbox."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0005_webhooks'),
    ]

    operations = [
        migrations.AddField(
            model_name='post',
            name='tells_on_duty',
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
