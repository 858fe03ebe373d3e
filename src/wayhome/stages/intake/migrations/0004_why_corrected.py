"""Why an answer was corrected is kept with the correction."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0003_what_was_said_of_the_type'),
    ]

    operations = [
        migrations.AddField(
            model_name='reportanswer',
            name='why_corrected',
            field=models.TextField(blank=True, db_default=''),
        ),
    ]
