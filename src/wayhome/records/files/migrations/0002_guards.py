"""A file is appended; that it was withdrawn is marked once. Its bytes are never changed."""

from django.db import migrations

from wayhome.platform import grants

MARKED = ("withdrawn_at", "withdrawn_by_id")


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial")]
    operations = [
        grants.changeable("files_file", *MARKED, "withdrawn_why"),
        grants.write_once("files_file", *MARKED),
        grants.append_only("files_filecontent"),
    ]
