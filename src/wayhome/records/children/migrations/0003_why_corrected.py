"""Why somebody whom it was not safe to tell is safe to tell now is kept with the correction."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('children', '0002_guards'),
    ]

    operations = [
        migrations.AddField(
            model_name='contact',
            name='why_corrected',
            field=models.TextField(blank=True, db_default=''),
        ),
    ]
