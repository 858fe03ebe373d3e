"""Accounts change; a token is only ever revoked."""

from django.db import migrations

from wayhome.platform import grants


class Migration(migrations.Migration):
    dependencies = [("practitioners", "0001_initial")]
    operations = [
        grants.changeable("practitioners_practitioner"),
        grants.changeable("practitioners_holding", "until"),
        grants.write_once("practitioners_holding", "until"),
        grants.changeable("practitioners_apitoken", "revoked_at"),
        grants.write_once("practitioners_apitoken", "revoked_at"),
    ]
