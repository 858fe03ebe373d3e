"""Somebody may say that they cannot take a notice, and why: the next on its ladder is asked."""

import django.db.models.deletion
import wayhome.platform.models
from django.conf import settings
from django.db import migrations, models

from wayhome.platform import grants


BEFORE = ("delivered_at", "opened_at", "opened_by_id", "acknowledged_at", "acknowledged_by_id")
COLUMNS = ("declined_at", "declined_by_id", "declined_kind", "declined_reason")


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0005_webhooks'),
        ('episodes', '0007_one_wall'),
        ('response', '0017_look_reviewed_late'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='notice',
            name='declined_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='notice',
            name='declined_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='notice',
            name='declined_kind',
            field=wayhome.platform.models.Coded(blank=True, db_default='', max_length=40),
        ),
        migrations.AddField(
            model_name='notice',
            name='declined_reason',
            field=models.TextField(blank=True, db_default=''),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('acknowledged_at__isnull', True), ('declined_at__isnull', False)), fields=['declined_at'], name='notice_declined'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('declined_kind__in', ['', 'elsewhere', 'knows_them', 'no_means', 'not_on_duty', 'not_ours', 'something_else'])), name='response_notice_declined_kind'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('declined_at__isnull', False), ('declined_by__isnull', False)), models.Q(('declined_at__isnull', True), ('declined_by__isnull', True)), _connector='OR'), name='response_notice_declined'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('declined_at__isnull', True), models.Q(('declined_kind', ''), _negated=True), _connector='OR'), name='notice_declined_has_kind'),
        ),
        grants.changeable("response_notice", *BEFORE, *COLUMNS),
        migrations.RunSQL(
            'DROP TRIGGER "response_notice_write_once" ON "response_notice"',
            migrations.RunSQL.noop,
        ),
        grants.write_once("response_notice", *BEFORE, *COLUMNS[:2]),
    ]
