"""Where an agency's own system is told that a notice waits, and what signs it."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import wayhome.platform.models
from wayhome.platform import grants
from wayhome.platform.row_security import policies


def identifier():
    return models.UUIDField(
        default=wayhome.platform.models.new_id, editable=False, primary_key=True, serialize=False
    )


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0004_posts_that_were_missing"),
        ("practitioners", "0003_sign_ins"),  # by then a policy can be said
    ]
    operations = [
        migrations.CreateModel(
            name="Webhook",
            fields=[
                ("id", identifier()),
                ("url", models.CharField(max_length=500)),
                (
                    "allowed_hosts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=260), size=None
                    ),
                ),
                ("registered_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="webhooks",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("agency", "url"),
                        name="webhook_once_while_it_stands",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("allowed_hosts", []), _negated=True),
                        name="webhook_has_a_host",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WebhookSecret",
            fields=[
                ("id", identifier()),
                ("secret", models.BinaryField(null=True)),
                ("made_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(null=True)),
                (
                    "webhook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="secrets",
                        to="agencies.webhook",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_at__isnull", True)),
                        fields=("webhook",),
                        name="webhook_secret_one_without_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("secret__isnull", False), ("ends_at__isnull", False), _connector="OR"
                        ),
                        name="webhook_secret_is_there_until_it_ends",
                    ),
                ],
            },
        ),
        grants.changeable("agencies_webhook", "revoked_at"),
        grants.write_once("agencies_webhook", "revoked_at"),
        grants.changeable("agencies_webhooksecret", "secret", "ends_at"),
        policies.for_steps_alone("agencies_webhook"),
        policies.for_steps_alone("agencies_webhooksecret"),
    ]
