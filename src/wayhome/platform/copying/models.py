"""How far a back record has been brought in, so that one that was cut off goes on from there."""

from django.db import models

from wayhome.platform import handling
from wayhome.platform.models import Record

_BY_COMMAND = "No page: read and written by command, as the owner of the database."


class Load(Record):
    """A back record that is being brought in, or was."""

    HANDLING = handling.Fields(
        staff="id name digest began_at ended_at",
        publishable="id began_at ended_at",
        also=_BY_COMMAND,
    )
    name = models.CharField(max_length=200, unique=True)
    digest = models.CharField(max_length=64)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)


class Portion(Record):
    """How many rows of one of its tables are in. Written with the rows themselves."""

    HANDLING = handling.Fields(
        staff="id load table rows",
        publishable="id load table rows",
        also=_BY_COMMAND,
    )
    load = models.ForeignKey(Load, on_delete=models.PROTECT, related_name="portions")
    table = models.CharField(max_length=40)
    rows = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("load", "table"), name="portion_once_per_table"),
        )


class SetAside(Record):
    """Something of the database's promises that was set aside, and how it is put back.

    There is none but while a back record comes into an empty database, or after that was cut off.
    """

    HANDLING = handling.Fields(
        staff="id place turn about put_back",
        publishable="id place turn about",
        also=_BY_COMMAND,
        kept="until it has been put back",
    )
    place = models.PositiveIntegerField(unique=True)
    turn = models.PositiveSmallIntegerField()
    about = models.CharField(max_length=63)
    put_back = models.TextField()
