"""One submission, one answer: what was answered to a submission key, kept to be given again."""

from django.db import models

from wayhome.platform import handling
from wayhome.platform.models import Record


class Submission(Record):
    """The answer given to a key. The same key from the same practitioner gets the same answer."""

    HANDLING = handling.Fields(
        episode="id key fingerprint answer at",
        staff="practitioner_id",
        publishable="id key fingerprint at",
        also="Whoever sent it, who is given the same answer again.",
    )
    practitioner_id = models.UUIDField()
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64)
    answer = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("practitioner_id", "key"), name="submission_once_per_key"
            ),
        )
