"""The last word of each program may be read by whoever shows a page; only the service writes it."""

from django.db import migrations

from wayhome.platform import grants
from wayhome.platform.row_security import policies

TABLE = "amiss_beat"


class Migration(migrations.Migration):
    dependencies = [("amiss", "0001_initial"), ("practitioners", "0003_sign_ins")]
    operations = [
        grants.removable(TABLE),
        policies.open_to_read(TABLE),
    ]
