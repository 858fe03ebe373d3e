"""The people who work with Wayhome, the posts they hold, and their tokens for the API."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from wayhome.platform import handling
from wayhome.platform.models import Record
from wayhome.records.agencies.models import Agency, Post


class Practitioner(AbstractBaseUser, Record):
    """A named person in an agency."""

    HANDLING = handling.Fields(
        identifies="username name email",
        sensitive="password last_login",
        publishable="id agency is_active",
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

    HANDLING = handling.Fields(identifies="practitioner", publishable="id post since until")
    practitioner = models.ForeignKey(
        Practitioner, on_delete=models.PROTECT, related_name="holdings"
    )
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holdings")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)


class ApiToken(Record):
    """A bearer token of one practitioner in one agency, kept only as its digest."""

    HANDLING = handling.Fields(
        identifies="practitioner",
        sensitive="digest",
        publishable="id label created_at expires_at revoked_at",
    )
    practitioner = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=100)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
