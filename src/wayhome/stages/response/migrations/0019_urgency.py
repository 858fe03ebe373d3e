"""How urgent a notice was when it was told, and when the moment of a rung came by the clock.

What was told before is as urgent as its episode stands, and a rung's moment was when it was told.
"""

from django.db import migrations, models

import wayhome.platform.models

LEVELS = ["high", "low", "medium", "very_low"]
URGENCY = """
UPDATE response_notice AS notice SET urgency = episode.level
FROM episodes_episode AS episode WHERE episode.id = notice.episode_id
"""


class Migration(migrations.Migration):

    dependencies = [
        ('response', '0018_notices_declined'),
        ('episodes', '0007_one_wall'),
    ]

    operations = [
        migrations.AddField(
            model_name='notice',
            name='urgency',
            field=wayhome.platform.models.Coded(default='medium', max_length=40),
            preserve_default=False,
        ),
        migrations.RunSQL(URGENCY, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('urgency__in', LEVELS)), name='response_notice_urgency'),
        ),
        migrations.AddField(
            model_name='escalation',
            name='due_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.RunSQL("UPDATE response_escalation SET due_at = at", migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='escalation',
            name='due_at',
            field=models.DateTimeField(),
        ),
    ]
