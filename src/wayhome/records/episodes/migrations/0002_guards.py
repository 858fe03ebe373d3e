"""An episode is restated; its facts are appended."""

from django.db import migrations

from wayhome.platform import grants


class Migration(migrations.Migration):
    dependencies = [("episodes", "0001_initial")]
    operations = [
        grants.changeable("episodes_episode"),
        grants.write_once("episodes_episode", "reference", "child_id", "protocol_id", "reported_at", "recorded_at", "starting_level", "closed_at", "closed_by_id"),
        grants.changeable("episodes_party", "ended_at", "ended_by_id"),
        grants.write_once("episodes_party", "ended_at", "ended_by_id"),
        grants.append_only("episodes_typegiven"),
    ]
