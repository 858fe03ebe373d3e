"""An address at which a password is set once."""

from django.conf import settings
from django.db import models

from wayhome.platform import handling
from wayhome.platform.models import Record


class Invitation(Record):
    """One person may set their password, once, soon. Only the digest of its address is kept."""

    HANDLING = handling.Fields(
        staff="id practitioner digest made_at expires_at used_at forgets_factors",
        publishable="id made_at expires_at used_at forgets_factors",
        also="Nobody: read to know whether an address that somebody opens is one we gave.",
    )
    practitioner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    forgets_factors = models.BooleanField(default=False)
