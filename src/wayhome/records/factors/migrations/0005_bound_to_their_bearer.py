"""The secret of an app and the seed of recovery codes open in their bearer's row alone.

Until now they were bound to what they are for. Whatever does not open stops this: a wrong key would
otherwise leave every factor useless.
"""

from django.db import migrations

from wayhome.platform import locked

BEFORE = "second factor"
HELD_IN = {"totp": "secret", "recovery_codes": "seed"}


def _bound(kept):
    return f"mfa_authenticator {kept.type} of {kept.user_id}"


def _relock(apps, opens_by, locks_by):
    kept_ones = apps.get_model("mfa", "Authenticator").objects.filter(type__in=HELD_IN)
    for kept in kept_ones.order_by("pk"):
        name = HELD_IN[kept.type]
        text = locked.unlock(kept.data[name], about=opens_by(kept))
        kept.data[name] = locked.lock(text, about=locks_by(kept))
        kept.save(update_fields=["data"])


def bind(apps, _editor):
    _relock(apps, lambda _: BEFORE, _bound)


def unbind(apps, _editor):
    _relock(apps, _bound, lambda _: BEFORE)


class Migration(migrations.Migration):
    dependencies = [("factors", "0004_own")]
    operations = [migrations.RunPython(bind, unbind)]
