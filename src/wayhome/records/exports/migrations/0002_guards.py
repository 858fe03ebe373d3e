"""An export is asked for once; what becomes of it is marked once. Its file alone is removed."""

from django.db import migrations

from wayhome.platform import grants

MARKED = (
    "approved_at", "approved_by_id", "declined_at", "declined_by_id", "made_at", "failed_at",
    "revoked_at", "revoked_by_id",
)
SAID = ("declined_why", "digest", "failed_why")


class Migration(migrations.Migration):
    dependencies = [("exports", "0001_initial")]
    operations = [
        grants.changeable("exports_export", *MARKED, *SAID),
        grants.write_once("exports_export", *MARKED),
        grants.append_only("exports_exportedchild"),
        grants.removable("exports_exportcontent"),
    ]
