"""When each program of the service last said that it does its part."""

from django.db import models

from wayhome.platform import handling
from wayhome.platform.models import Record


class Beat(Record):
    """The last word of one program on one machine. `lacks` are codes of what it found amiss."""

    HANDLING = handling.Fields(
        staff="id program machine at lacks",
        also="Whoever runs the service, as what is amiss with it. It is about no person.",
        kept="a day, then removed",
    )
    program = models.CharField(max_length=20)
    machine = models.CharField(max_length=253)
    at = models.DateTimeField()
    lacks = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("program", "machine"), name="beat_once_a_machine"),
        )
