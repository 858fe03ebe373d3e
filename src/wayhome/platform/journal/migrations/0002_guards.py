"""What was sent stays as it was; what became of it is said once."""

from django.db import migrations

from wayhome.platform import grants
from wayhome.platform.row_security import policies

TABLE = "journal_heldreport"
SETTLED = ("settled_at", "settled_by_id", "settled_as")


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial"), ("practitioners", "0003_sign_ins")]
    operations = [
        grants.changeable(TABLE, *SETTLED),
        grants.write_once(TABLE, "settled_at", "settled_by_id"),
        policies.for_steps_alone(TABLE),
    ]
