"""Guesses are counted before anybody is known."""

from django.db import migrations

from wayhome.platform.row_security import policies


class Migration(migrations.Migration):
    dependencies = [("throttling", "0002_guards"), ("practitioners", "0003_sign_ins")]
    operations = [
        policies.open_to_all("throttling_tried"),
    ]
