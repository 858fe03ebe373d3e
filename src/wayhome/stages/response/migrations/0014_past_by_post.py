"""Reviews of records of the past are found by their post, however many other duties it has."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0002_guards'),
        ('children', '0003_why_corrected'),
        ('episodes', '0004_part_finished'),
        ('response', '0013_end_withdrawn'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='duty',
            index=models.Index(condition=models.Q(('declined_at__isnull', True), ('key__startswith', 'label:'), ('met_at__isnull', True)), fields=['owner_post', 'due_at', 'id'], name='duty_past_by_post'),
        ),
    ]
