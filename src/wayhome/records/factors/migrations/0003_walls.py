"""Read before anybody is known; changed by steps alone. What we do not use is for nobody."""

from django.db import migrations

from wayhome.platform.row_security import policies

UNUSED = (
    "socialaccount_socialapp",
    "socialaccount_socialtoken",
    "account_emailaddress",
    "account_emailconfirmation",
)


class Migration(migrations.Migration):
    dependencies = [
        ("factors", "0002_guards"),
        ("practitioners", "0003_sign_ins"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]
    operations = [
        policies.open_to_read("mfa_authenticator"),
        policies.open_to_read("socialaccount_socialaccount"),
        policies.open_to_read("factors_invitation"),
        *(policies.for_steps_alone(each) for each in UNUSED),
    ]
