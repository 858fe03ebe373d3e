"""The key that steps are known by, and the question whether this is one."""

from django.db import migrations, models

import wayhome.platform.models
from wayhome.platform.row_security import policies

IS_STEP = """
BEGIN
    RETURN EXISTS (
        SELECT FROM row_security_stepkey
         WHERE digest = encode(
               sha256(convert_to(current_setting('wayhome.step', true), 'UTF8')), 'hex'));
END
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="StepKey",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=wayhome.platform.models.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
            ],
            options={"abstract": False},
        ),
        policies.function("wall_is_step", answers="boolean", body=IS_STEP),
        policies.for_steps_alone("row_security_stepkey"),
    ]
