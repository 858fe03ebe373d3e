"""That an emergency look was not reviewed in time is told of."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('response', '0016_break_glass_and_stopped'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='notice',
            name='response_notice_reason',
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('reason__in', ['break_glass', 'break_glass_late', 'challenge', 'duty_overdue', 'end_withdrawn', 'ended_without_return', 'findings_released', 'given_part', 'handover_accepted', 'handover_declined', 'handover_offered', 'handover_taken_back', 'interview_referred', 'level_changed', 'located', 'missing_48_hours', 'missing_72_hours', 'new_episode', 'notice_unanswered', 'past_review', 'reassess', 'returned', 'second_report', 'sighting', 'strategy_trigger', 'support_agreed', 'support_asked', 'support_overdue', 'type_changed'])), name='response_notice_reason'),
        ),
    ]
