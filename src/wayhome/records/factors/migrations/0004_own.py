"""What proves a person is shown to that person alone: secrets, passkeys, invitations, accounts."""

from django.db import migrations

from wayhome.platform.row_security import policies


class Migration(migrations.Migration):
    dependencies = [("factors", "0003_walls")]
    operations = [
        policies.guarded("mfa_authenticator", read=f"user_id = {policies.ME}"),
        policies.guarded("socialaccount_socialaccount", read=f"user_id = {policies.ME}"),
        policies.guarded("factors_invitation", read=f"practitioner_id = {policies.ME}"),
    ]
