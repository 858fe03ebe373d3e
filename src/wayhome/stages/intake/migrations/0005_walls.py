"""Whoever may know of the episode reads its reports; an agency reads back its own."""

from django.db import migrations

from wayhome.platform.row_security import policies


class Migration(migrations.Migration):
    dependencies = [("intake", "0004_why_corrected"), ("episodes", "0005_walls")]
    operations = [
        policies.of_episode(
            "intake_missingreport", also=(f"reporter_agency_id = {policies.MY_AGENCY}",)
        ),
        policies.of_row("intake_reportanswer", column="report_id", parent="intake_missingreport"),
        policies.of_practitioner("intake_draft"),
    ]
