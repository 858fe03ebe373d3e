"""An offer, an answer, a try and a refusal to offer are corrected by a new row, which says why."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('episodes', '0003_ends_without_a_return'),
        ('interviews', '0002_guards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='attempt',
            name='why_corrected',
            field=models.TextField(blank=True, db_default=''),
        ),
        migrations.AddField(
            model_name='notoffered',
            name='why_corrected',
            field=models.TextField(blank=True, db_default=''),
        ),
        migrations.AddField(
            model_name='notoffered',
            name='withdrawn',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='offer',
            name='why_corrected',
            field=models.TextField(blank=True, db_default=''),
        ),
        migrations.AlterField(
            model_name='notoffered',
            name='episode',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='not_offered', to='episodes.episode'),
        ),
        migrations.AddConstraint(
            model_name='notoffered',
            constraint=models.UniqueConstraint(condition=models.Q(('corrects__isnull', True)), fields=('episode',), name='not_offered_once'),
        ),
        migrations.AddConstraint(
            model_name='notoffered',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn', False), models.Q(('corrects__isnull', False), models.Q(('why_corrected', ''), _negated=True)), _connector='OR'), name='not_offered_withdrawn_says_why'),
        ),
    ]
