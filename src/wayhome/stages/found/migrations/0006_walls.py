"""Whoever may know of the episode reads how it ended."""

from django.db import migrations

from wayhome.platform.row_security import policies


class Migration(migrations.Migration):
    dependencies = [("found", "0005_withdrawn"), ("episodes", "0005_walls")]
    operations = [
        policies.of_episode("found_located"),
        policies.of_episode("found_returned"),
        policies.of_episode("found_preventioninterview"),
        policies.of_episode("found_policerecordclosed"),
        policies.of_episode("found_finalised"),
    ]
