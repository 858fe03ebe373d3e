"""Why a moment was corrected is kept with the correction."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('found', '0003_ends_without_a_return'),
    ]

    operations = [
        migrations.AddField(
            model_name='located',
            name='why_corrected',
            field=models.TextField(blank=True, db_default=''),
        ),
        migrations.AddField(
            model_name='preventioninterview',
            name='why_corrected',
            field=models.TextField(blank=True, db_default=''),
        ),
        migrations.AddField(
            model_name='returned',
            name='why_corrected',
            field=models.TextField(blank=True, db_default=''),
        ),
    ]
