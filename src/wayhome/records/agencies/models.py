"""Agencies, the posts in them, the partnerships they form and the protocols those agree."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from wayhome.platform import handling
from wayhome.platform.models import Coded, Record, one_of
from wayhome.rules.vocabulary import AgencyKind, PostKind

_LISTS = "Whoever is signed in, where an agency or a post is to be chosen or is named."


class Partnership(Record):
    """Agencies that share a protocol."""

    HANDLING = handling.Fields(
        staff="id name",
        publishable="id name",
        also=_LISTS,
    )
    name = models.CharField(max_length=200, unique=True)


class Agency(Record):
    """A police force, council, home, trust, school, charity or national body."""

    HANDLING = handling.Fields(
        staff="id name kind nation partnership police_force council email telephone",
        publishable="id name kind nation partnership police_force council email telephone",
        also=_LISTS,
    )
    name = models.CharField(max_length=200, unique=True)
    kind = Coded()
    nation = models.CharField(max_length=10, default="england")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, null=True)
    police_force = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="serves"
    )
    council = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="within_area"
    )
    email = models.EmailField(blank=True)
    telephone = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = (one_of("kind", AgencyKind),)

    def __str__(self) -> str:
        return self.name


class Post(Record):
    """A job in an agency that somebody holds. Duties and notices belong to posts.

    Where it `tells_on_duty`, whoever is on duty is written to besides its mailbox.
    """

    HANDLING = handling.Fields(
        staff="id agency kind title email tells_on_duty",
        publishable="id agency kind title email tells_on_duty",
        also=_LISTS,
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="posts")
    kind = Coded()
    title = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    tells_on_duty = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = (
            one_of("kind", PostKind),
            models.UniqueConstraint(fields=("agency", "kind"), name="post_once_per_agency"),
        )

    def __str__(self) -> str:
        return f"{self.title}, {self.agency.name}"


class Protocol(Record):
    """One version of a partnership's protocol, in force from a moment until the next version."""

    HANDLING = handling.Fields(
        episode="id partnership version in_force_from content recorded_at",
        staff="police_owner council_owner",
        publishable="id partnership version in_force_from content police_owner council_owner "
        "recorded_at",
        also="Whoever is signed in, of the agencies that agreed it.",
    )
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="protocols")
    version = models.PositiveIntegerField()
    in_force_from = models.DateTimeField()
    content = models.JSONField()
    police_owner = models.CharField(max_length=200)
    council_owner = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("partnership", "version"), name="protocol_version_once"
            ),
            models.UniqueConstraint(
                fields=("partnership", "in_force_from"), name="protocol_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=~models.Q(police_owner="") & ~models.Q(council_owner=""),
                name="protocol_two_owners",
            ),
        )


_SIGNS = "Nobody: read only to send a webhook to the agency's own system."


class Webhook(Record):
    """Where an agency's system is told that a notice waits, until it is revoked.

    The hosts it may go to are kept beside it, by whoever registered it: an address that leads
    anywhere else is never connected to.
    """

    HANDLING = handling.Fields(
        staff="id agency url allowed_hosts registered_at revoked_at",
        publishable="id agency registered_at revoked_at",
        also=_SIGNS,
        kept="until it is revoked; when the row is removed is " + handling.NOT_DECIDED,
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="webhooks")
    url = models.CharField(max_length=500)
    allowed_hosts = ArrayField(models.CharField(max_length=260))
    registered_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "url"),
                condition=models.Q(revoked_at__isnull=True),
                name="webhook_once_while_it_stands",
            ),
            models.CheckConstraint(
                condition=~models.Q(allowed_hosts=[]), name="webhook_has_a_host"
            ),
        )


class WebhookSecret(Record):
    """What signs an agency's webhooks, enciphered; while it is rotated there are two.

    Shown once, when it is made. When it has ended or its webhook is revoked it is removed, and when
    it stood is kept.
    """

    HANDLING = handling.Fields(
        protected="secret",
        staff="id webhook made_at ends_at",
        publishable="id webhook made_at ends_at",
        also=_SIGNS,
        kept="the secret itself until it has ended",
    )
    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="secrets")
    secret = models.BinaryField(null=True)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("webhook",),
                condition=models.Q(ends_at__isnull=True),
                name="webhook_secret_one_without_end",
            ),
            models.CheckConstraint(
                condition=models.Q(secret__isnull=False) | models.Q(ends_at__isnull=False),
                name="webhook_secret_is_there_until_it_ends",
            ),
        )
