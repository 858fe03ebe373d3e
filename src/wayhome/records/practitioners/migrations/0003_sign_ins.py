"""Where practitioners are signed in, and the question who bears the token of this transaction."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import wayhome.platform.models
from wayhome.platform import grants


class Migration(migrations.Migration):
    dependencies = [
        ("practitioners", "0002_guards"),
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
    ]
