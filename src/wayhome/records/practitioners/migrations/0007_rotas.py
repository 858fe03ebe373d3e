"""Who is on duty for a post: its weekly pattern, who stands in, and the gaps that were told of."""

import django.db.models.deletion
import wayhome.platform.models
from django.conf import settings
from django.db import migrations, models

from wayhome.platform import grants
from wayhome.platform.row_security import policies

TABLES = ("practitioners_rotashift", "practitioners_dutycover", "practitioners_rotagap")


def of_agency(table):
    """Rows about a post: read by whoever is signed in of its agency."""
    ours = f"FROM agencies_post AS post WHERE post.id = {table}.post_id"
    mine = f"{ours} AND post.agency_id = {policies.MY_AGENCY}"
    return policies.guarded(table, read=policies.there_is(mine))


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0005_webhooks'),
        ('practitioners', '0006_tells'),
    ]

    operations = [
        migrations.CreateModel(
            name='DutyCover',
            fields=[
                ('id', models.UUIDField(default=wayhome.platform.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('begins_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('recorded_at', models.DateTimeField()),
                ('instead_of', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='covers', to='agencies.post')),
                ('practitioner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['post', 'ends_at'], name='cover_by_post')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('begins_at'))), name='cover_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='RotaGap',
            fields=[
                ('id', models.UUIDField(default=wayhome.platform.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('begins_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('raised_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gaps', to='agencies.post')),
                ('told_post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.post')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('post', 'begins_at'), name='gap_raised_once')],
            },
        ),
        migrations.CreateModel(
            name='RotaShift',
            fields=[
                ('id', models.UUIDField(default=wayhome.platform.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('weekday', models.PositiveSmallIntegerField()),
                ('begins', models.TimeField()),
                ('ends', models.TimeField()),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('recorded_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to='agencies.post')),
                ('practitioner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['post', 'weekday'], name='shift_by_post')],
                'constraints': [models.CheckConstraint(condition=models.Q(('weekday__lt', 7)), name='shift_on_a_day_of_the_week'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('until__isnull', True)), models.Q(('ended_at__isnull', False), ('until__isnull', False)), _connector='OR'), name='shift_ended_on_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), _connector='OR'), name='practitioners_rotashift_ended')],
            },
        ),
        grants.changeable("practitioners_rotashift", "until", "ended_at", "ended_by_id"),
        grants.write_once("practitioners_rotashift", "until", "ended_at", "ended_by_id"),
        grants.append_only("practitioners_dutycover"),
        grants.changeable("practitioners_rotagap", "begins_at", "ends_at", "ended_at"),
        grants.write_once("practitioners_rotagap", "ended_at"),
        *(of_agency(table) for table in TABLES),
    ]
