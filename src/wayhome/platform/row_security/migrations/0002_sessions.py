"""A session is read by whoever has its key, and by nobody else."""

from django.db import migrations

from wayhome.platform.row_security import policies

# The row is called by a digest of the key: see platform/sessions.py.
KEPT = """
BEGIN
    RETURN (SELECT session_data FROM django_session
             WHERE session_key = left(encode(sha256('wayhome session '::bytea || key), 'hex'), 40)
               AND expire_date > statement_timestamp());
END
"""


class Migration(migrations.Migration):
    dependencies = [("row_security", "0001_initial"), ("sessions", "0001_initial")]
    operations = [
        policies.function("session_of_key", takes="key bytea", answers="text", body=KEPT),
    ]
