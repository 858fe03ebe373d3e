"""Offers, tries, answers and interviews are appended; an answer is written once."""

from django.db import migrations

from wayhome.platform import grants


class Migration(migrations.Migration):
    dependencies = [("interviews", "0001_initial")]
    operations = [
        grants.append_only("interviews_referral"),
        grants.changeable("interviews_offer", "answer", "answered_at", "answered_by_id", "decline_reason", "decline_words"),
        grants.write_once("interviews_offer", "answered_at", "answered_by_id"),
        grants.append_only("interviews_attempt"),
        grants.append_only("interviews_notoffered"),
        grants.append_only("interviews_interview"),
        grants.append_only("interviews_interviewcovers"),
        grants.append_only("interviews_release"),
    ]
