"""A message may also say that how somebody signs in was changed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("messaging", "0004_walls")]
    operations = [
        migrations.AddField(
            model_name="message",
            name="says",
            field=models.CharField(db_default="notice", default="notice", max_length=20),
        ),
    ]
