"""How far a back record has come is for the owner's command alone."""

from django.db import migrations

from wayhome.platform import grants
from wayhome.platform.row_security import policies

TABLES = ("copying_load", "copying_portion", "copying_setaside")


class Migration(migrations.Migration):
    dependencies = [("copying", "0001_initial"), ("practitioners", "0003_sign_ins")]
    operations = [
        *(grants.readable(table) for table in TABLES),
        *(policies.for_steps_alone(table) for table in TABLES),
    ]
