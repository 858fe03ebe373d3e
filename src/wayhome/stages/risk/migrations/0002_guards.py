"""Assessments are appended; a signature is written once."""

from django.db import migrations

from wayhome.platform import grants


class Migration(migrations.Migration):
    dependencies = [("risk", "0001_initial")]
    operations = [
        grants.append_only("risk_assessment"),
        grants.append_only("risk_factoranswer"),
        grants.changeable("risk_jointassessment", "police_signed_at", "police_signed_by_id", "police_explanation", "childrens_services_signed_at", "childrens_services_signed_by_id", "childrens_services_explanation", "agreed_at"),
        grants.write_once("risk_jointassessment", "police_signed_at", "police_signed_by_id", "childrens_services_signed_at", "childrens_services_signed_by_id", "agreed_at"),
        grants.changeable("risk_challenge", "settled_at", "outcome"),
        grants.write_once("risk_challenge", "settled_at"),
        grants.append_only("risk_challengeanswer"),
    ]
