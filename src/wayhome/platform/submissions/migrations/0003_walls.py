"""A submission is its sender's own."""

from django.db import migrations

from wayhome.platform.row_security import policies


class Migration(migrations.Migration):
    dependencies = [("submissions", "0002_guards"), ("practitioners", "0003_sign_ins")]
    operations = [
        policies.of_practitioner("submissions_submission"),
    ]
