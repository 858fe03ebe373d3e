"""Whoever may know of the episode reads what was judged in it."""

from django.db import migrations

from wayhome.platform.row_security import policies


class Migration(migrations.Migration):
    dependencies = [("risk", "0002_guards"), ("episodes", "0005_walls")]
    operations = [
        policies.of_episode("risk_assessment"),
        policies.of_row("risk_factoranswer", column="assessment_id", parent="risk_assessment"),
        policies.of_episode("risk_jointassessment"),
        policies.of_episode("risk_challenge"),
        policies.of_row("risk_challengeanswer", column="challenge_id", parent="risk_challenge"),
    ]
