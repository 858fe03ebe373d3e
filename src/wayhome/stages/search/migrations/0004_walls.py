"""Whoever may know of the episode reads what was seen and thought in the search."""

from django.db import migrations

from wayhome.platform.row_security import policies


class Migration(migrations.Migration):
    dependencies = [("search", "0003_why_corrected"), ("episodes", "0005_walls")]
    operations = [
        policies.of_episode("search_sighting"),
        policies.of_episode("search_hypothesis"),
    ]
