"""How often something was tried in one minute."""

from django.db import models

from wayhome.platform import handling
from wayhome.platform.models import Record


class Tried(Record):
    """The tries of one minute. `key` is a keyed hash: neither a name nor an address stands here."""

    HANDLING = handling.Fields(
        staff="id key minute count",
        publishable="id minute count",
        also="Nobody: read to know whether to go on answering.",
        kept="an hour, then removed",
    )
    key = models.CharField(max_length=64)
    minute = models.DateTimeField()
    count = models.IntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("key", "minute"), name="tried_once_a_minute"),
        )
        indexes = (models.Index(fields=("minute",), name="tried_minute"),)
