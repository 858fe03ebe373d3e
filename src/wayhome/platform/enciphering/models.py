"""Data keys: one for each record whose text is enciphered, wrapped, until it is destroyed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from wayhome.platform import handling
from wayhome.platform.models import Record, paired


class DataKey(Record):
    """The key of one record (of one child), wrapped by a key-encryption key.

    Destroyed by two people: what is left is who did it, when and why, and no key. What is kept
    after that is under a new one: also a child whose past was erased may have to be protected.
    """

    HANDLING = handling.Fields(
        episode="id of made_at destruction_asked_at why_destroyed destroyed_at",
        protected="wrapped key_name",
        staff="destruction_asked_by destroyed_by",
        also="Nobody: read only to encipher and decipher.",
    )
    of = models.UUIDField()
    key_name = models.CharField(max_length=40)
    wrapped = models.BinaryField(null=True)
    made_at = models.DateTimeField()
    destruction_asked_at = models.DateTimeField(null=True)
    destruction_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    why_destroyed = models.CharField(max_length=500, blank=True)
    destroyed_at = models.DateTimeField(null=True)
    destroyed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("of",),
                condition=Q(destroyed_at__isnull=True),
                name="data_key_once_while_it_stands",
            ),
            paired("destruction_asked"),
            paired("destroyed"),
            models.CheckConstraint(
                condition=Q(destroyed_at__isnull=True, wrapped__isnull=False)
                | Q(destroyed_at__isnull=False, wrapped__isnull=True),
                name="data_key_is_there_until_destroyed",
            ),
            models.CheckConstraint(
                condition=Q(destroyed_at__isnull=True)
                | Q(destruction_asked_at__isnull=False) & ~Q(why_destroyed=""),
                name="data_key_destroyed_when_asked",
            ),
            models.CheckConstraint(
                condition=Q(destroyed_by__isnull=True) | ~Q(destroyed_by=F("destruction_asked_by")),
                name="data_key_destroyed_by_two",
            ),
        )
        indexes = (
            models.Index(fields=("of", "destroyed_at"), name="data_key_of"),
            models.Index(fields=("key_name",), name="data_key_by_name"),
        )
