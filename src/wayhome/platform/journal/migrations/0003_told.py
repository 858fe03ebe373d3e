"""Which posts were told that a report waits to be checked, and who has it."""

import django.db.models.deletion
import wayhome.platform.models
from django.conf import settings
from django.db import migrations, models

from wayhome.platform import grants
from wayhome.platform.row_security import policies

TABLE, TOLD = "journal_heldreport", "journal_heldtold"
SETTLED = ("settled_at", "settled_by_id", "settled_as")
HAD = ("had_at", "had_by_id")


class Migration(migrations.Migration):

    dependencies = [
        ('journal', '0002_guards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='heldreport',
            name='had_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='heldreport',
            name='had_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='heldreport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('had_at__isnull', False), ('had_by__isnull', False)), models.Q(('had_at__isnull', True), ('had_by__isnull', True)), _connector='OR'), name='journal_heldreport_had'),
        ),
        migrations.CreateModel(
            name='HeldTold',
            fields=[
                ('id', models.UUIDField(default=wayhome.platform.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('post_id', models.UUIDField()),
                ('at', models.DateTimeField()),
                ('held', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='told', to='journal.heldreport')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('held', 'post_id'), name='held_report_told_once')],
            },
        ),
        grants.changeable(TABLE, *SETTLED, *HAD),
        migrations.RunSQL(
            f'DROP TRIGGER "{TABLE}_write_once" ON "{TABLE}"',
            migrations.RunSQL.noop,
        ),
        grants.write_once(TABLE, *SETTLED[:2], *HAD),
        grants.append_only(TOLD),
        policies.for_steps_alone(TOLD),
    ]
