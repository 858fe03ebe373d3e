"""The five ends are appended."""

from django.db import migrations

from wayhome.platform import grants


class Migration(migrations.Migration):
    dependencies = [("found", "0001_initial")]
    operations = [
        grants.append_only("found_located"),
        grants.append_only("found_returned"),
        grants.append_only("found_preventioninterview"),
        grants.append_only("found_policerecordclosed"),
        grants.append_only("found_finalised"),
    ]
