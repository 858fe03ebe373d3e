"""A look passes from one reviewer to another, and each who had it is kept."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import wayhome.platform.models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0004_posts_that_were_missing'),
        ('looks', '0003_hidden'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='lookreview',
            name='look_opened_says_why',
        ),
        migrations.CreateModel(
            name='Given',
            fields=[
                ('id', models.UUIDField(default=wayhome.platform.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('told_at', models.DateTimeField(null=True)),
                ('opened_at', models.DateTimeField(null=True)),
                ('opened_why', models.CharField(blank=True, max_length=300)),
                ('passed_at', models.DateTimeField(null=True)),
                ('passed_because', models.CharField(blank=True, max_length=40)),
                ('practitioner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='given', to='looks.lookreview')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('told_at__isnull', True)), fields=['at', 'id'], name='look_given_untold')],
                'constraints': [models.CheckConstraint(condition=models.Q(('passed_because__in', ['', 'must_not_know', 'no_longer_reviews', 'not_on_the_list'])), name='looks_given_passed_because'), models.CheckConstraint(condition=models.Q(models.Q(('passed_at__isnull', True), ('passed_because', '')), models.Q(('passed_at__isnull', False), models.Q(('passed_because', ''), _negated=True)), _connector='OR'), name='look_passed_on_says_why'), models.CheckConstraint(condition=models.Q(('opened_at__isnull', True), models.Q(('opened_why', ''), _negated=True), _connector='OR'), name='look_opened_says_why'), models.UniqueConstraint(condition=models.Q(('passed_at__isnull', True)), fields=('review',), name='look_is_with_one')],
            },
        ),
        migrations.CreateModel(
            name='ToldLate',
            fields=[
                ('id', models.UUIDField(default=wayhome.platform.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('rung', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField()),
                ('given', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='told_late', to='looks.given')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.post')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('given', 'rung'), name='look_told_late_once')],
            },
        ),
        migrations.RemoveIndex(
            model_name='lookreview',
            name='look_review_by_reviewer',
        ),
        migrations.RemoveIndex(
            model_name='lookreview',
            name='look_not_explained',
        ),
        migrations.AddIndex(
            model_name='lookreview',
            index=models.Index(condition=models.Q(('answered_at__isnull', True)), fields=['assigned_to', 'due_at', 'id'], name='look_waiting_by_reviewer'),
        ),
        migrations.AddIndex(
            model_name='lookreview',
            index=models.Index(condition=models.Q(('answered_at__isnull', True), ('assigned_to__isnull', False)), fields=['due_at', 'id'], name='look_waiting_by_due'),
        ),
        migrations.AddIndex(
            model_name='lookreview',
            index=models.Index(condition=models.Q(('outcome', 'not_explained')), fields=['looker_agency', '-answered_at', '-id'], name='look_not_explained'),
        ),
    ]
