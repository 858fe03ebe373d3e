"""A part is made as `…_other` is, with what is promised of each part and what it refers to."""

from django.db import migrations

from wayhome.platform import by_year


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0009_by_year_in_use"),
    ]
    operations = [by_year.functions(replacing=True)]
