"""Parts of the ledger are made while it is in use; the functions that make them are said again."""

from django.db import migrations

from wayhome.platform import by_year


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0008_by_year"),
    ]
    operations = [by_year.functions(replacing=True)]
