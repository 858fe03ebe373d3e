"""Sightings and hypotheses are appended."""

from django.db import migrations

from wayhome.platform import grants


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [
        grants.append_only("search_sighting"),
        grants.append_only("search_hypothesis"),
    ]
