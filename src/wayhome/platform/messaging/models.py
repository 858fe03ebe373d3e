"""The outbox: messages to be carried, written in the transaction that owes them."""

from django.db import models

from wayhome.platform import handling
from wayhome.platform.models import Record


class Message(Record):
    """One message to one address. It says that something waits behind sign-in, and no more."""

    HANDLING = handling.Fields(
        episode="id about says queued_at sent_at attempts next_try_at problem stopped_at",
        third_party="stopped_because",
        staff="address",
        publishable="id about says queued_at sent_at attempts next_try_at problem stopped_at",
        also="Nobody: what is carried says that something waits behind sign-in, and no more.",
    )
    address = models.EmailField(max_length=254)
    about = models.UUIDField()
    says = models.CharField(max_length=20, default="notice", db_default="notice")
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    problem = models.CharField(max_length=200, blank=True)
    stopped_at = models.DateTimeField(null=True)
    stopped_because = models.CharField(max_length=200, blank=True, db_default="")

    class Meta:
        indexes = (
            models.Index(
                fields=("next_try_at",),
                name="outbox_to_send",
                condition=models.Q(sent_at__isnull=True, stopped_at__isnull=True),
            ),
            models.Index(
                fields=("about",),
                name="outbox_waiting_about",
                condition=models.Q(sent_at__isnull=True, stopped_at__isnull=True),
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("about", "address", "queued_at"), name="outbox_once_at_a_moment"
            ),
        )
