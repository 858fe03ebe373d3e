"""Close the ledger to everything but inserting."""

from django.db import migrations

from wayhome.platform import grants


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        grants.insert_only("audit_ledgerentry"),
    ]
