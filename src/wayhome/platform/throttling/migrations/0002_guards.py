"""Counts come and go; they are nobody's record."""

from django.db import migrations

from wayhome.platform import grants


class Migration(migrations.Migration):
    dependencies = [("throttling", "0001_initial")]
    operations = [grants.removable("throttling_tried")]
