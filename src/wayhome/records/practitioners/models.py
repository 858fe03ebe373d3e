"""The people who work with Wayhome, the posts they hold, and their tokens for the API."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from wayhome.platform import handling
from wayhome.platform.models import Coded, Record
from wayhome.records.agencies.models import Agency, Post


class Practitioner(AbstractBaseUser, Record):
    """A named person in an agency."""

    HANDLING = handling.Fields(
        staff="id username name email agency is_active password last_login",
        publishable="id agency is_active",
        also="A name stands beside what its bearer recorded, for whoever reads that. The "
        "digest of the password is shown to nobody.",
    )
    username = models.CharField(max_length=100, unique=True)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="practitioners")
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "username"
    objects = BaseUserManager()

    def __str__(self) -> str:
        return self.name


class Holding(Record):
    """A person holds a post, from one moment until another."""

    HANDLING = handling.Fields(
        staff="id practitioner post since until",
        publishable="id post since until",
        also="Nobody: read to know what a person may do.",
    )
    practitioner = models.ForeignKey(
        Practitioner, on_delete=models.PROTECT, related_name="holdings"
    )
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holdings")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)


class SignIn(Record):
    """A practitioner is signed in on one device, until it ends. The session's key is its token.

    Only the digest of the key is kept. What the database shows on that device it shows by this row.
    """

    HANDLING = handling.Fields(
        staff="id practitioner digest device begun_at last_used_at ended_at",
        publishable="id begun_at ended_at",
        also="Each practitioner reads where they themselves are signed in. The digest is shown to "
        "nobody.",
    )
    practitioner = models.ForeignKey(
        Practitioner, on_delete=models.PROTECT, related_name="sign_ins"
    )
    digest = models.CharField(max_length=64, unique=True)
    device = models.CharField(max_length=200, blank=True)
    begun_at = models.DateTimeField()
    last_used_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("practitioner", "-last_used_at"),
                name="sign_in_open",
                condition=Q(ended_at__isnull=True),
            ),
        )


class ApiToken(Record):
    """A bearer token of one practitioner in one agency, kept only as its digest.

    It acts in the posts it was given for, as long as its practitioner still holds them there.
    """

    HANDLING = handling.Fields(
        staff="id practitioner agency posts digest label created_at expires_at revoked_at "
        "issued_by",
        publishable="id agency posts label created_at expires_at revoked_at",
        also="Its practitioner, and whoever answers for the systems of its agency: what it is for "
        "and until when. Only the digest of a token is kept, and that is read by nobody.",
    )
    practitioner = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="tokens")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    posts = ArrayField(Coded())
    digest = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=100)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey(
        Practitioner, on_delete=models.PROTECT, null=True, related_name="+"
    )
