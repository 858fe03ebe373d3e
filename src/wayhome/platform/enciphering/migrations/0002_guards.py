"""A data key is made, wrapped again and destroyed; whose it is, and that it is gone, stays."""

from django.db import migrations

from wayhome.platform import grants

TABLE = "enciphering_datakey"


class Migration(migrations.Migration):
    dependencies = [("enciphering", "0001_initial")]
    operations = [
        grants.changeable(
            TABLE,
            "wrapped",
            "key_name",
            "destruction_asked_at",
            "destruction_asked_by_id",
            "why_destroyed",
            "destroyed_at",
            "destroyed_by_id",
        ),
        grants.write_once(TABLE, "destroyed_at", "destroyed_by_id"),
    ]
