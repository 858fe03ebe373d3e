"""What is learned of a child is appended; the row of the child shows the newest."""

from django.db import migrations

from wayhome.platform import grants


class Migration(migrations.Migration):
    dependencies = [("children", "0001_initial")]
    operations = [
        grants.changeable("children_child"),
        grants.append_only("children_childdetail"),
        grants.append_only("children_contact"),
        grants.append_only("children_carearrangement"),
        grants.changeable("children_childmarker", "lifted_at", "lifted_by_id"),
        grants.write_once("children_childmarker", "lifted_at", "lifted_by_id"),
        grants.append_only("children_identifier"),
        grants.write_once("children_child", "reference"),
    ]
