"""Whoever may know of the child reads what files there are; their bytes are for steps alone."""

from django.db import migrations

from wayhome.platform.row_security import policies


class Migration(migrations.Migration):
    dependencies = [("files", "0002_guards"), ("episodes", "0005_walls")]
    operations = [
        policies.of_child("files_file", also=("wall_sees_episode(episode_id)",)),
        policies.for_steps_alone("files_filecontent"),
    ]
