"""Read and written by steps, and as a viewer is made: nobody else is shown a row."""

from django.db import migrations

from wayhome.platform.row_security import policies


class Migration(migrations.Migration):
    dependencies = [("emergency", "0002_guards"), ("episodes", "0005_walls")]
    operations = [
        policies.for_steps_alone("emergency_breakglass"),
    ]
