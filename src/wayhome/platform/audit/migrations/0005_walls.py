"""Whoever acts enters what they did in their own name or in nobody's; nobody reads."""

from django.db import migrations

from wayhome.platform.row_security import policies


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_some_at_a_time"), ("practitioners", "0003_sign_ins")]
    operations = [
        policies.guarded(
            "audit_ledgerentry",
            read=policies.NOBODY,
            add=f"practitioner_id IS NULL OR practitioner_id = {policies.ME}",
        ),
        policies.for_steps_alone("audit_ledgerleaf"),
        policies.for_steps_alone("audit_ledgerseal"),
    ]
