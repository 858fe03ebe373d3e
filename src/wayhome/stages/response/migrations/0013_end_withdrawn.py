"""Whoever was told of an end that was a mistake is told so."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0002_guards'),
        ('episodes', '0004_part_finished'),
        ('response', '0012_support_asked'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='notice',
            name='response_notice_reason',
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('reason__in', ['challenge', 'duty_overdue', 'end_withdrawn', 'ended_without_return', 'findings_released', 'given_part', 'handover_accepted', 'handover_declined', 'handover_offered', 'handover_taken_back', 'interview_referred', 'level_changed', 'located', 'missing_48_hours', 'missing_72_hours', 'new_episode', 'notice_unanswered', 'past_review', 'reassess', 'returned', 'second_report', 'sighting', 'strategy_trigger', 'support_agreed', 'support_asked', 'support_overdue', 'type_changed'])), name='response_notice_reason'),
        ),
    ]
