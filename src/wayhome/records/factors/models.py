"""An address at which a password is set once, and what was typed into a form as a screen locked."""

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


class UnsentForm(Record):
    """What a person sent from a page after its screen had locked. Nothing of it was done."""

    HANDLING = handling.Fields(
        episode="id page saved_at",
        voice="content",
        staff="practitioner",
        publishable="id saved_at",
        also="Whoever typed it, on the same page, once they have signed in again. It may hold "
        "anything, so it is encrypted, and kept as closely as a child's own words.",
        kept="until it is sent or thrown away, and no longer than twelve hours",
    )
    practitioner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    page = models.CharField(max_length=300)
    content = models.TextField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("practitioner", "page"), name="unsent_once_a_page"),
        )
        indexes = (models.Index(fields=("saved_at",), name="unsent_saved"),)
