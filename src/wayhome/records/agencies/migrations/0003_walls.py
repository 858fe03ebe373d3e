"""Agencies, posts and protocols are about no child: whoever is let in reads them."""

from django.db import migrations

from wayhome.platform.row_security import policies


class Migration(migrations.Migration):
    dependencies = [("agencies", "0002_guards"), ("practitioners", "0003_sign_ins")]
    operations = [
        policies.open_to_read("agencies_partnership"),
        policies.open_to_read("agencies_agency"),
        policies.open_to_read("agencies_post"),
        policies.open_to_read("agencies_protocol"),
    ]
