"""Reports are appended; drafts are nobody's record."""

from django.db import migrations

from wayhome.platform import grants


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial")]
    operations = [
        grants.append_only("intake_missingreport"),
        grants.append_only("intake_reportanswer"),
        grants.removable("intake_draft"),
    ]
