"""Kept and given back by steps, which ask whose it is: nobody is signed in when it arrives."""

from django.db import migrations

from wayhome.platform.row_security import policies


class Migration(migrations.Migration):
    dependencies = [("unsent", "0002_guards"), ("practitioners", "0003_sign_ins")]
    operations = [policies.for_steps_alone("unsent_unsentform")]
