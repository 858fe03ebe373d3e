"""What waits to be sent is for steps and the worker."""

from django.db import migrations

from wayhome.platform.row_security import policies


class Migration(migrations.Migration):
    dependencies = [("messaging", "0003_told_again"), ("practitioners", "0003_sign_ins")]
    operations = [
        policies.for_steps_alone("messaging_message"),
    ]
