"""A part may be finished: what an agency was asked to do in it once the episode closed is done."""

from django.db import migrations, models

from wayhome.platform import grants

BEFORE = ("ended_at", "ended_by_id")


class Migration(migrations.Migration):

    dependencies = [
        ('episodes', '0003_ends_without_a_return'),
    ]

    operations = [
        migrations.AddField(
            model_name='party',
            name='finished_at',
            field=models.DateTimeField(null=True),
        ),
        grants.changeable("episodes_party", *BEFORE, "finished_at"),
        migrations.RunSQL(
            'DROP TRIGGER "episodes_party_write_once" ON "episodes_party"', migrations.RunSQL.noop
        ),
        grants.write_once("episodes_party", *BEFORE, "finished_at"),
    ]
