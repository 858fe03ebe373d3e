"""A report out of the journal that could not be recorded, until a person has dealt with it.

And which posts were told that it waits.
"""

from django.conf import settings
from django.db import models

from wayhome.platform import handling
from wayhome.platform.models import Record, paired


class HeldReport(Record):
    """What somebody sent while the database was away, and nobody can record without a person.

    `claimed_by` is who says that they gave it: not proved, and nobody where not even that is known.
    """

    HANDLING = handling.Fields(
        episode="id way key received_at held_at why had_at settled_at settled_as",
        voice="content",
        staff="claimed_by force_id had_by settled_by",
        publishable="id way received_at held_at had_at settled_at",
        also="Whoever takes reports for the police force of the agency it says it came from: every "
        "force's, where it does not say. It may hold anything, so it is encrypted, and kept as "
        "closely as a child's own words. Every look is entered.",
    )
    way = models.CharField(max_length=10)
    key = models.CharField(max_length=100)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    force_id = models.UUIDField(null=True)
    received_at = models.DateTimeField()
    held_at = models.DateTimeField()
    why = models.TextField()
    content = models.TextField()
    had_at = models.DateTimeField(null=True)
    had_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    settled_as = models.TextField(blank=True)

    class Meta:
        constraints = (paired("had"), paired("settled"))
        indexes = (
            models.Index(
                fields=("received_at",),
                name="held_report_waiting",
                condition=models.Q(settled_at__isnull=True),
            ),
        )


class HeldTold(Record):
    """That a post was told that a report waits to be checked: once, whatever comes again."""

    HANDLING = handling.Fields(
        ledger="id held post_id at",
        publishable="id post_id at",
        also="Nobody: the worker goes on from here.",
    )
    held = models.ForeignKey(HeldReport, on_delete=models.PROTECT, related_name="told")
    post_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("held", "post_id"), name="held_report_told_once"),
        )
