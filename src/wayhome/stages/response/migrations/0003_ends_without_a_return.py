"""An absence may end without a return."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0002_guards'),
        ('episodes', '0003_ends_without_a_return'),
        ('response', '0002_guards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='notice',
            name='response_notice_reason',
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('reason__in', ['challenge', 'duty_overdue', 'ended_without_return', 'findings_released', 'handover_offered', 'interview_referred', 'level_changed', 'located', 'missing_48_hours', 'missing_72_hours', 'new_episode', 'notice_unanswered', 'reassess', 'returned', 'second_report', 'sighting', 'strategy_trigger', 'support_agreed', 'type_changed'])), name='response_notice_reason'),
        ),
    ]
