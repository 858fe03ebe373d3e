"""Factors are replaced and removed; an invitation is only ever used."""

from django.db import migrations

from wayhome.platform import grants


class Migration(migrations.Migration):
    dependencies = [
        ("factors", "0001_initial"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ]
    operations = [
        grants.removable("mfa_authenticator"),
        grants.changeable("socialaccount_socialaccount", "uid", "last_login"),
        grants.changeable("factors_invitation", "used_at"),
        grants.write_once("factors_invitation", "used_at"),
    ]
