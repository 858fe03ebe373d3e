"""The ledger lies in one part a year. Entries that are there move; their leaves stay together.

The hash of an entry is of what it says, so no seal changes.
"""

from importlib import import_module

from django.db import migrations

from wayhome.platform import by_year, grants
from wayhome.platform.row_security import policies

SEALS = import_module("wayhome.platform.audit.migrations.0003_seals")
ENTRIES = "audit_ledgerentry"
TOLD = f"live_{ENTRIES}_insert"


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0007_tells"),
    ]
    operations = [
        by_year.functions(),
        migrations.RunSQL(
            by_year.laid_out(
                ENTRIES,
                key="id",
                first=[f"DROP FUNCTION audit_canonical({ENTRIES}_before)"],
                then=[
                    f"ALTER TABLE {ENTRIES} ADD CONSTRAINT {ENTRIES}_pkey PRIMARY KEY (id)",
                    f"CREATE INDEX ledger_child_at_id ON {ENTRIES} (child_id, at, id)",
                    f"CREATE INDEX ledger_person_at_id ON {ENTRIES} (practitioner_id, at, id)",
                    SEALS.CANONICAL,
                    f"REVOKE ALL ON FUNCTION audit_canonical({ENTRIES}) FROM PUBLIC",
                    f"CREATE TRIGGER {TOLD} AFTER INSERT ON {ENTRIES} REFERENCING NEW TABLE AS "
                    f"written FOR EACH STATEMENT EXECUTE FUNCTION {TOLD}()",
                ],
            )
        ),
        grants.insert_only(ENTRIES),
        policies.guarded(
            ENTRIES,
            read=policies.NOBODY,
            add=f"practitioner_id IS NULL OR practitioner_id = {policies.ME}",
        ),
    ]
