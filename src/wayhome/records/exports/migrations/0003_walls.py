"""An agency reads what its own people asked to take out; the file itself is for steps alone."""

from django.db import migrations

from wayhome.platform.row_security import policies


class Migration(migrations.Migration):
    dependencies = [("exports", "0002_guards"), ("episodes", "0005_walls")]
    operations = [
        policies.guarded("exports_export", read=f"agency_id = {policies.MY_AGENCY}"),
        policies.for_steps_alone("exports_exportedchild"),
        policies.for_steps_alone("exports_exportcontent"),
    ]
