"""By what a step of the journey is known: only the digest of the key, never the key."""

from django.db import models

from wayhome.platform import handling
from wayhome.platform.models import Record


class StepKey(Record):
    """The digest of the key that this installation's steps are known by. There is one."""

    HANDLING = handling.Fields(
        staff="id digest",
        also="Nobody: the database reads it to know a step from a statement that was smuggled in.",
        kept="as long as the installation uses that key",
    )
    digest = models.CharField(max_length=64, unique=True)
