"""A decision not to tell a parent stands until a named person takes it back, with a reason."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wayhome.platform import grants

COLUMNS = ("taken_back_at", "taken_back_by_id", "taken_back_reason")


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('response', '0006_open_by_post'),
    ]

    operations = [
        migrations.AddField(
            model_name='familytold',
            name='taken_back_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='familytold',
            name='taken_back_by',
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name='+',
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name='familytold',
            name='taken_back_reason',
            field=models.TextField(blank=True, db_default=''),
        ),
        migrations.AddConstraint(
            model_name='familytold',
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(('taken_back_at__isnull', False), ('taken_back_by__isnull', False)),
                    models.Q(('taken_back_at__isnull', True), ('taken_back_by__isnull', True)),
                    _connector='OR',
                ),
                name='response_familytold_taken_back',
            ),
        ),
        migrations.AddConstraint(
            model_name='familytold',
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ('taken_back_at__isnull', True),
                    models.Q(('taken_back_reason', ''), _negated=True),
                    _connector='OR',
                ),
                name='taking_back_has_reason',
            ),
        ),
        grants.changeable("response_familytold", *COLUMNS),
        grants.write_once("response_familytold", *COLUMNS[:2]),
    ]
