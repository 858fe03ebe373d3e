"""An end recorded by mistake is withdrawn, by a row that names it and says why."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('episodes', '0003_ends_without_a_return'),
        ('found', '0004_why_corrected'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='finalised',
            name='why_corrected',
            field=models.TextField(blank=True, db_default=''),
        ),
        migrations.AddField(
            model_name='finalised',
            name='withdrawn',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='located',
            name='withdrawn',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='policerecordclosed',
            name='why_corrected',
            field=models.TextField(blank=True, db_default=''),
        ),
        migrations.AddField(
            model_name='policerecordclosed',
            name='withdrawn',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='preventioninterview',
            name='withdrawn',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='returned',
            name='withdrawn',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddConstraint(
            model_name='finalised',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn', False), models.Q(('corrects__isnull', False), models.Q(('why_corrected', ''), _negated=True)), _connector='OR'), name='found_finalised_withdrawn'),
        ),
        migrations.AddConstraint(
            model_name='located',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn', False), models.Q(('corrects__isnull', False), models.Q(('why_corrected', ''), _negated=True)), _connector='OR'), name='found_located_withdrawn'),
        ),
        migrations.AddConstraint(
            model_name='policerecordclosed',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn', False), models.Q(('corrects__isnull', False), models.Q(('why_corrected', ''), _negated=True)), _connector='OR'), name='found_policerecordclosed_withdrawn'),
        ),
        migrations.AddConstraint(
            model_name='preventioninterview',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn', False), models.Q(('corrects__isnull', False), models.Q(('why_corrected', ''), _negated=True)), _connector='OR'), name='found_preventioninterview_withdrawn'),
        ),
        migrations.AddConstraint(
            model_name='returned',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn', False), models.Q(('corrects__isnull', False), models.Q(('why_corrected', ''), _negated=True)), _connector='OR'), name='found_returned_withdrawn'),
        ),
    ]
