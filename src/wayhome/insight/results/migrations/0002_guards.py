"""Results come and go with the job that counts; exact ones are read in the agency of their area."""

from django.db import migrations

from wayhome.platform import grants
from wayhome.platform.row_security import policies

SHOWN = f"audience = 'others' OR area_id = {policies.MY_AGENCY}"


class Migration(migrations.Migration):
    dependencies = [("results", "0001_initial"), ("row_security", "0002_sessions")]
    operations = [
        grants.removable("results_counting"),
        grants.removable("results_result"),
        policies.guarded("results_counting", read=policies.ANYBODY),
        policies.guarded("results_result", read=SHOWN),
    ]
