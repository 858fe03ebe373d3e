"""A plan may be followed by another; each action is asked of a post, and may stand down."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wayhome.platform import grants

DONE = ("done_at", "done_by_id")
COLUMNS = ("stood_down_at", "stood_down_by_id", "stood_down_reason")
# Who was named before is asked through the post that is there by day, or the first there is.
ASK = """
UPDATE support_planaction AS action SET owner_post_id = (
    SELECT post.id FROM agencies_post AS post WHERE post.agency_id = action.agency_id
    ORDER BY post.kind = ANY(ARRAY[
        'missing_person_coordinator', 'social_work_team', 'home_manager', 'safeguarding_nurse',
        'safeguarding_lead', 'interview_coordinator', 'national_desk']) DESC, post.title
    LIMIT 1)
"""

class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0002_guards'),
        ('support', '0002_guards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='plan',
            name='support_plan_once',
        ),
        migrations.AddField(
            model_name='planaction',
            name='owner_post',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.post'),
        ),
        migrations.AddField(
            model_name='planaction',
            name='stood_down_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='planaction',
            name='stood_down_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='planaction',
            name='stood_down_reason',
            field=models.TextField(blank=True, db_default=''),
        ),
        migrations.AddIndex(
            model_name='planaction',
            index=models.Index(condition=models.Q(('done_at__isnull', True), ('stood_down_at__isnull', True)), fields=['due_date', 'id'], name='action_to_do_by_day'),
        ),
        migrations.AddIndex(
            model_name='planaction',
            index=models.Index(condition=models.Q(('done_at__isnull', True), ('stood_down_at__isnull', True)), fields=['owner_post', 'due_date', 'id'], name='action_to_do_by_post'),
        ),
        migrations.AddConstraint(
            model_name='planaction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stood_down_at__isnull', False), ('stood_down_by__isnull', False)), models.Q(('stood_down_at__isnull', True), ('stood_down_by__isnull', True)), _connector='OR'), name='support_planaction_stood_down'),
        ),
        migrations.AddConstraint(
            model_name='planaction',
            constraint=models.CheckConstraint(condition=models.Q(('stood_down_at__isnull', True), models.Q(('stood_down_reason', ''), _negated=True), _connector='OR'), name='action_stood_down_has_reason'),
        ),
        grants.changeable("support_planaction", *DONE, "outcome", *COLUMNS),
        migrations.RunSQL(
            'DROP TRIGGER "support_planaction_write_once" ON "support_planaction"',
            migrations.RunSQL.noop,
        ),
        grants.write_once("support_planaction", *DONE, *COLUMNS[:2]),
        migrations.RunSQL(ASK, migrations.RunSQL.noop),
    ]
