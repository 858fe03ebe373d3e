"""Why a sighting was corrected is kept with the correction."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0002_guards'),
    ]

    operations = [
        migrations.AddField(
            model_name='sighting',
            name='why_corrected',
            field=models.TextField(blank=True, db_default=''),
        ),
    ]
