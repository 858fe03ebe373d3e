"""The ledger: who looked or changed, for whom, and why. Inserted, and read back by few.

The application may only insert here; it can neither read nor change what is written, but for the
questions of `records/looks`, which the database answers to whoever may ask. An
entry holds no content: only whose record it was and which sections were shown.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from wayhome.platform import handling
from wayhome.platform.models import Record

_OF_LOOKS = (
    "Each person of their own looks; of a child, those who govern where their agency answers for "
    "the child; the reviewer of a look. Proved by command, as the owner of the database."
)
_BY_COMMAND = "No page: read and proved by command, as the owner of the database."


class Verb(models.TextChoices):
    """The six verbs of the Data Protection Act 2018 s.62, and four that are looked for apart."""

    COLLECT = "collect", "collected"
    ALTER = "alter", "altered"
    CONSULT = "consult", "looked at"
    DISCLOSE = "disclose", "disclosed"
    COMBINE = "combine", "combined"
    ERASE = "erase", "erased"
    SEARCH = "search", "searched"
    PRINT = "print", "printed"
    BREAK_GLASS = "break_glass", "broke the glass"
    REFUSE = "refuse", "was refused"


class LedgerEntry(Record):
    """One look or one change."""

    HANDLING = handling.Fields(
        ledger="id at practitioner_id agency_id verb deed purpose reason reference child_id "
        "episode_id object_id sections count",
        publishable="id at verb deed purpose count",
        also=_OF_LOOKS,
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
            models.Index(fields=("child_id", "at", "id"), name="ledger_child_at_id"),
            models.Index(fields=("practitioner_id", "at", "id"), name="ledger_person_at_id"),
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
