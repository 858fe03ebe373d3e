"""Where practitioners are signed in, and the question who bears the token of this transaction."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import wayhome.platform.models
from wayhome.platform import grants
from wayhome.platform.row_security import policies

# A token is a session's key or one for the API. When it ends by the clock is for the application to
# say, which knows the time of the request; what was ended or revoked has ended here at once.
ME = """
DECLARE
    token text := current_setting('wayhome.token', true);
    found uuid;
BEGIN
    IF token IS NULL OR token = '' THEN
        RETURN NULL;
    END IF;
    token := encode(sha256(convert_to(token, 'UTF8')), 'hex');
    SELECT practitioner_id INTO found
      FROM practitioners_signin WHERE digest = token AND ended_at IS NULL;
    IF found IS NULL THEN
        SELECT practitioner_id INTO found
          FROM practitioners_apitoken WHERE digest = token AND revoked_at IS NULL;
    END IF;
    RETURN (SELECT id FROM practitioners_practitioner WHERE id = found AND is_active);
END
"""
AGENCY = """
BEGIN
    RETURN (SELECT agency_id FROM practitioners_practitioner WHERE id = wall_me());
END
"""


class Migration(migrations.Migration):
    dependencies = [
        ("practitioners", "0002_guards"),
        ("row_security", "0001_initial"),
    ]
    operations = [
        migrations.CreateModel(
            name="SignIn",
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
                ("device", models.CharField(blank=True, max_length=200)),
                ("begun_at", models.DateTimeField()),
                ("last_used_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "practitioner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sign_ins",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=["practitioner", "-last_used_at"],
                        name="sign_in_open",
                    )
                ],
            },
        ),
        grants.changeable("practitioners_signin", "digest", "last_used_at", "ended_at"),
        grants.write_once("practitioners_signin", "ended_at"),
        policies.function("wall_me", answers="uuid", body=ME),
        policies.function("wall_agency", answers="uuid", body=AGENCY),
        policies.of_practitioner("practitioners_signin"),
        policies.open_to_read("practitioners_practitioner"),
        policies.open_to_read("practitioners_holding"),
        policies.open_to_read("practitioners_apitoken"),
    ]
