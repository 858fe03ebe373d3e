"""A token is of one agency and for some posts. Those there are go on for what their bearers hold."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import wayhome.platform.models

OF_THOSE_THERE_ARE = """
UPDATE practitioners_apitoken AS token
   SET agency_id = bearer.agency_id,
       posts = ARRAY(SELECT DISTINCT post.kind FROM practitioners_holding AS held
                       JOIN agencies_post AS post ON post.id = held.post_id
                      WHERE held.practitioner_id = bearer.id
                        AND (held.until IS NULL OR held.until > now()) ORDER BY post.kind)
  FROM practitioners_practitioner AS bearer WHERE bearer.id = token.practitioner_id
"""


def _agency(**more):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="agencies.agency",
        **more,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_guards"),
        ("practitioners", "0003_sign_ins"),
    ]
    operations = [
        migrations.AddField("apitoken", "agency", _agency(null=True)),
        migrations.AddField(
            "apitoken",
            "posts",
            django.contrib.postgres.fields.ArrayField(
                base_field=wayhome.platform.models.Coded(max_length=40), default=list, size=None
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "apitoken",
            "issued_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunSQL(OF_THOSE_THERE_ARE, migrations.RunSQL.noop),
        # The rows just written have checks waiting, and a table with those cannot be altered.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED", migrations.RunSQL.noop),
        migrations.AlterField("apitoken", "agency", _agency()),
    ]
