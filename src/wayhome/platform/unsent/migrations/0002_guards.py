"""Nobody's record: removed once it is sent."""

from django.db import migrations

from wayhome.platform import grants


class Migration(migrations.Migration):
    dependencies = [("unsent", "0001_initial")]
    operations = [grants.removable("unsent_unsentform")]
