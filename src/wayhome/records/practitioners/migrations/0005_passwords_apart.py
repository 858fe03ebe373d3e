"""A digest of a password is shown to nobody who looks, and of a token to its own bearer alone."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import wayhome.platform.models
from wayhome.platform import grants
from wayhome.platform.row_security import policies

OF_THOSE_THERE_ARE = """
INSERT INTO practitioners_password (id, practitioner_id, digest)
SELECT gen_random_uuid(), id, password FROM practitioners_practitioner
"""
BACK = """
UPDATE practitioners_practitioner AS person SET password = kept.digest
  FROM practitioners_password AS kept WHERE kept.practitioner_id = person.id
"""
# The rows just written have checks waiting, and a table with those cannot be altered.
CHECKED = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"


class Migration(migrations.Migration):
    dependencies = [("practitioners", "0004_what_a_token_is_for")]
    operations = [
        migrations.CreateModel(
            name="Password",
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
                ("digest", models.CharField(max_length=128)),
                (
                    "practitioner",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kept_password",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        grants.changeable("practitioners_password", "digest"),
        policies.for_steps_alone("practitioners_password"),
        migrations.RunSQL(OF_THOSE_THERE_ARE, BACK),
        migrations.RunSQL(CHECKED, CHECKED),
        migrations.RemoveField("practitioner", "password"),
        migrations.AddField(
            "practitioner",
            "credential",
            models.UUIDField(
                default=wayhome.platform.models.new_id, db_default=models.Func(function="gen_random_uuid")
            ),
        ),
        migrations.AlterField(
            "practitioner",
            "credential",
            models.UUIDField(default=wayhome.platform.models.new_id),
        ),
        policies.guarded("practitioners_apitoken", read=f"practitioner_id = {policies.ME}"),
    ]
