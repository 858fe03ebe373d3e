"""The outbox: messages to be carried, written in the transaction that owes them."""

from django.db import models
from django.db.models import Q

from wayhome.platform import handling
from wayhome.platform.models import Record

# Neither gone, nor stopped, nor kept aside for somebody to decide on.
WAITS = Q(sent_at__isnull=True, stopped_at__isnull=True, quarantined_at__isnull=True)


class Message(Record):
    """One message to one address. It says that something waits behind sign-in, and no more.

    What an address is, its courier knows. A message that is being carried is taken; one that was
    refused too often is in quarantine until somebody has looked.
    """

    HANDLING = handling.Fields(
        episode="id courier about says queued_at sent_at attempts refusals next_try_at taken_at "
        "problem stopped_at quarantined_at",
        third_party="stopped_because",
        staff="address",
        publishable="id courier about says queued_at sent_at attempts refusals next_try_at "
        "taken_at problem stopped_at quarantined_at",
        also="Nobody: what is carried says that something waits behind sign-in, and no more.",
    )
    courier = models.CharField(max_length=20, default="email", db_default="email")
    address = models.CharField(max_length=254)
    about = models.UUIDField()
    says = models.CharField(max_length=20, default="notice", db_default="notice")
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    refusals = models.PositiveSmallIntegerField(default=0, db_default=0)
    next_try_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=200, blank=True)
    stopped_at = models.DateTimeField(null=True)
    stopped_because = models.CharField(max_length=200, blank=True, db_default="")
    quarantined_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("courier", "address", "queued_at", "id"),
                name="outbox_in_order",
                condition=WAITS,
            ),
            models.Index(
                fields=("about",),
                name="outbox_waiting_about",
                condition=Q(sent_at__isnull=True, stopped_at__isnull=True),
            ),
            models.Index(
                fields=("quarantined_at",),
                name="outbox_in_quarantine",
                condition=Q(quarantined_at__isnull=False, sent_at__isnull=True),
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("about", "address", "queued_at"), name="outbox_once_at_a_moment"
            ),
        )
