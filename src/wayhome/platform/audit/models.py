"""The ledger: who looked or changed, for whom, and why. Inserted, never read by the service.

The application may only insert here; it can neither read nor change what is written. An
entry holds no content: only whose record it was and which sections were shown.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from wayhome.platform import handling
from wayhome.platform.models import Record

_BY_COMMAND = "No page: read and proved by command, as the owner of the database."


class Verb(models.TextChoices):
    """The six verbs of the Data Protection Act 2018 s.62, with search, break-glass and refuse."""

    COLLECT = "collect", "collected"
    ALTER = "alter", "altered"
    CONSULT = "consult", "looked at"
    DISCLOSE = "disclose", "disclosed"
    COMBINE = "combine", "combined"
    ERASE = "erase", "erased"
    SEARCH = "search", "searched"
    BREAK_GLASS = "break_glass", "opened in an emergency"
    REFUSE = "refuse", "was refused"


class LedgerEntry(Record):
    """One look or one change."""

    HANDLING = handling.Fields(
        ledger="id at practitioner_id agency_id verb deed purpose reason reference child_id "
        "episode_id object_id sections count",
        publishable="id at verb deed purpose count",
        also=_BY_COMMAND,
    )
    at = models.DateTimeField()
    practitioner_id = models.UUIDField(null=True)
    agency_id = models.UUIDField(null=True)
    verb = models.CharField(max_length=12, choices=Verb)
    deed = models.CharField(max_length=80)
    purpose = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    reference = models.CharField(max_length=60, blank=True)
    child_id = models.UUIDField(null=True)
    episode_id = models.UUIDField(null=True)
    object_id = models.UUIDField(null=True)
    sections = ArrayField(models.CharField(max_length=40), default=list)
    count = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = (
            models.Index(fields=("child_id", "at"), name="ledger_child_at"),
            models.Index(fields=("practitioner_id", "at"), name="ledger_practitioner_at"),
        )


class LedgerLeaf(Record):
    """An entry's place in the tree over the ledger, and its hash. It says nothing of the entry.

    Its identifier is the entry's.
    """

    HANDLING = handling.Fields(
        ledger="id position leaf",
        publishable="id position leaf",
        also=_BY_COMMAND,
    )
    position = models.BigIntegerField(unique=True)
    leaf = models.BinaryField(max_length=32)


class LedgerSeal(Record):
    """A signed checkpoint: how many entries there were, and the root of the tree over them.

    `parts` are the hashes of the whole parts of the tree, from which it grows.
    """

    HANDLING = handling.Fields(
        ledger="id sealed_at size root parts key signature",
        publishable="id sealed_at size root parts key signature",
        also=_BY_COMMAND,
    )
    sealed_at = models.DateTimeField()
    size = models.BigIntegerField(unique=True)
    root = models.BinaryField(max_length=32)
    parts = ArrayField(models.BinaryField(max_length=32))
    key = models.CharField(max_length=16)
    signature = models.BinaryField(max_length=64)
