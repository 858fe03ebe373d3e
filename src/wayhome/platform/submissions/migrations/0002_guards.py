"""An answer is kept as first given."""

from django.db import migrations

from wayhome.platform import grants


class Migration(migrations.Migration):
    dependencies = [("submissions", "0001_initial")]
    operations = [
        grants.changeable("submissions_submission", "answer"),
        grants.write_once("submissions_submission", "key", "practitioner_id", "fingerprint"),
    ]
