"""Each change that is entered in the ledger is told to whoever has a screen open; looks are not."""

from django.db import migrations

from wayhome.platform.live import telling

CHANGED = """
SELECT CASE WHEN episode_id IS NULL THEN 'child' ELSE 'episode' END,
       coalesce(episode_id, child_id)::text
  FROM written WHERE verb IN ('collect', 'alter', 'combine', 'erase', 'break_glass')
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0006_read_by_moment")]
    operations = [telling.told("audit_ledgerentry", command="INSERT", which=CHANGED)]
