"""Nothing is taken back but by writing so; who is kept from whom is never removed."""

from django.db import migrations

from wayhome.platform import grants

LIFTED = ("lift_asked_at", "lift_asked_by_id", "lift_reason", "lifted_at", "lifted_by_id")


class Migration(migrations.Migration):
    dependencies = [("safety", "0001_initial")]
    operations = [
        grants.append_only("safety_person"),
        grants.append_only("safety_personaccount"),
        grants.changeable("safety_conflict", *LIFTED),
        grants.write_once("safety_conflict", "lifted_at", "lifted_by_id"),
        grants.changeable("safety_withholding", "lifted_at", "lifted_by_id", "lift_reason"),
        grants.write_once("safety_withholding", "lifted_at", "lifted_by_id"),
    ]
