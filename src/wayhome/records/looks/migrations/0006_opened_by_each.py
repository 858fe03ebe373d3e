"""Which child it was is learned by each reviewer for a reason of their own, kept beside them."""

from django.db import migrations

from wayhome.platform import grants


class Migration(migrations.Migration):

    dependencies = [
        ('looks', '0005_passing_on'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='lookreview',
            name='opened_at',
        ),
        migrations.RemoveField(
            model_name='lookreview',
            name='opened_why',
        ),
        grants.changeable(
            "looks_lookreview",
            "assigned_to_id",
            "due_at",
            "outcome",
            "explanation",
            "answered_at",
            "answered_by_id",
        ),
    ]
