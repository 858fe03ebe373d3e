"""Whoever may know of the episode reads of its interviews; a provider, of its own."""

from django.db import migrations

from wayhome.platform.row_security import policies


PROVIDED = f"provider_id = {policies.MY_AGENCY}"


class Migration(migrations.Migration):
    dependencies = [("interviews", "0003_what_is_corrected"), ("episodes", "0005_walls")]
    operations = [
        policies.of_episode("interviews_referral", also=(PROVIDED,)),
        policies.of_episode("interviews_offer", also=(PROVIDED,)),
        policies.of_episode("interviews_attempt"),
        policies.of_episode("interviews_notoffered"),
        policies.of_child("interviews_interview", also=(PROVIDED,)),
        policies.of_episode("interviews_interviewcovers"),
        policies.of_row("interviews_release", column="interview_id", parent="interviews_interview"),
    ]
