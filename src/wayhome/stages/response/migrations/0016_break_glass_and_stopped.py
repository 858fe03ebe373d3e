"""An emergency look is told of; a message that was stopped waits for somebody to decide."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0002_guards'),
        ('children', '0003_why_corrected'),
        ('episodes', '0004_part_finished'),
        ('response', '0015_walls'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='duty',
            name='response_duty_kind',
        ),
        migrations.RemoveConstraint(
            model_name='notice',
            name='response_notice_reason',
        ),
        migrations.AddConstraint(
            model_name='duty',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['accept_handover', 'agree_level', 'answer_challenge', 'assess_childrens_services', 'assess_police', 'close_police_record', 'finalise_episode', 'hold_interview', 'offer_interview', 'prevention_interview', 'reassess', 'release_findings', 'review', 'second_offer', 'stopped_message', 'strategy_discussion', 'support_plan', 'tell_family'])), name='response_duty_kind'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('reason__in', ['break_glass', 'challenge', 'duty_overdue', 'end_withdrawn', 'ended_without_return', 'findings_released', 'given_part', 'handover_accepted', 'handover_declined', 'handover_offered', 'handover_taken_back', 'interview_referred', 'level_changed', 'located', 'missing_48_hours', 'missing_72_hours', 'new_episode', 'notice_unanswered', 'past_review', 'reassess', 'returned', 'second_report', 'sighting', 'strategy_trigger', 'support_agreed', 'support_asked', 'support_overdue', 'type_changed'])), name='response_notice_reason'),
        ),
    ]
