"""A step that nobody has done stands down when it is no longer called for, with a reason."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wayhome.platform import grants

BEFORE = ("taken_at", "taken_by_id", "done_at", "done_by_id")
COLUMNS = ("stood_down_at", "stood_down_by_id", "stood_down_reason")


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('response', '0007_taken_back'),
    ]

    operations = [
        migrations.AddField(
            model_name='step',
            name='stood_down_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='step',
            name='stood_down_by',
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name='+',
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name='step',
            name='stood_down_reason',
            field=models.TextField(blank=True, db_default=''),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(('stood_down_at__isnull', False), ('stood_down_by__isnull', False)),
                    models.Q(('stood_down_at__isnull', True), ('stood_down_by__isnull', True)),
                    _connector='OR',
                ),
                name='response_step_stood_down',
            ),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ('stood_down_at__isnull', True),
                    models.Q(('stood_down_reason', ''), _negated=True),
                    _connector='OR',
                ),
                name='step_stood_down_has_reason',
            ),
        ),
        grants.changeable("response_step", *BEFORE, "outcome", *COLUMNS),
        migrations.RunSQL(
            'DROP TRIGGER "response_step_write_once" ON "response_step"', migrations.RunSQL.noop
        ),
        grants.write_once("response_step", *BEFORE, *COLUMNS[:2]),
    ]
