"""Data keys are read by steps alone."""

from django.db import migrations

from wayhome.platform.row_security import policies


class Migration(migrations.Migration):
    dependencies = [("enciphering", "0002_guards"), ("practitioners", "0003_sign_ins")]
    operations = [policies.for_steps_alone("enciphering_datakey")]
