"""Agencies and posts change; a protocol version never does."""

from django.db import migrations

from wayhome.platform import grants


class Migration(migrations.Migration):
    dependencies = [("agencies", "0001_initial")]
    operations = [
        grants.changeable("agencies_partnership"),
        grants.changeable("agencies_agency"),
        grants.changeable("agencies_post"),
        grants.append_only("agencies_protocol"),
    ]
