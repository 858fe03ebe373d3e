"""What seals, joins and word say is kept; only how they end is written later, and once."""

from django.db import migrations

from wayhome.platform import grants

LATER = {
    "protection_seal": ("lift_asked_by_id", "lifted_at", "lifted_by_id"),
    "protection_named": ("ended_at", "ended_by_id"),
    "protection_lowering": (
        "agreed_at",
        "agreed_by_id",
        "agreed_agency_id",
        "refused_at",
        "refused_by_id",
    ),
    "protection_joined": ("parted_at", "parted_by_id", "parted_why"),
    "protection_word": (
        "acknowledged_at",
        "acknowledged_by_id",
        "settled_at",
        "settled_by_id",
        "outcome",
    ),
}
COUNTED = {"protection_word": ("pages", "paged_at")}
EMPTY_TEXT = ("parted_why",)


class Migration(migrations.Migration):
    dependencies = [("protection", "0001_initial")]
    operations = [
        each
        for table, columns in LATER.items()
        for each in (
            grants.changeable(table, *columns, *COUNTED.get(table, ())),
            grants.write_once(table, *(name for name in columns if name not in EMPTY_TEXT)),
        )
    ]
