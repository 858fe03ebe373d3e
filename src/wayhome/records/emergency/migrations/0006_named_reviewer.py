"""Those on the list of a sealed record name who reviews an emergency look at it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import wayhome.platform.models
from wayhome.platform import grants
from wayhome.platform.row_security import policies


def _points_to(model, related_name="+"):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name=related_name, to=model
    )


class Migration(migrations.Migration):
    dependencies = [
        ("emergency", "0005_told"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="NamedReviewer",
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
                ("at", models.DateTimeField()),
                ("look", _points_to("emergency.breakglass", "named")),
                ("named_by", _points_to(settings.AUTH_USER_MODEL)),
                ("practitioner", _points_to(settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("look", "practitioner"), name="reviewer_named_once"
                    )
                ],
            },
        ),
        grants.append_only("emergency_namedreviewer"),
        policies.for_steps_alone("emergency_namedreviewer"),
    ]
