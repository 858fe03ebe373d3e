"""Why a rung was turned to when it was is kept with it; of those reached before it is not known."""

import wayhome.platform.models
from django.db import migrations, models

WHY = ['', 'declined', 'nobody_on_duty', 'time']


class Migration(migrations.Migration):

    dependencies = [
        ('response', '0019_urgency'),
    ]

    operations = [
        migrations.AddField(
            model_name='escalation',
            name='why',
            field=wayhome.platform.models.Coded(blank=True, db_default='', max_length=40),
        ),
        migrations.AddConstraint(
            model_name='escalation',
            constraint=models.CheckConstraint(condition=models.Q(('why__in', WHY)), name='response_escalation_why'),
        ),
    ]
