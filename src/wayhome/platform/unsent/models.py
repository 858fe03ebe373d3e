"""A form that arrived after its screen had locked."""

from django.conf import settings
from django.db import models

from wayhome.platform import handling
from wayhome.platform.models import Record


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
