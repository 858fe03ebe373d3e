"""The people who work with Wayhome, the posts they hold, and their tokens for the API."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth import hashers
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from wayhome.platform import handling
from wayhome.platform.models import Coded, Record, new_id, paired
from wayhome.records.agencies.models import Agency, Post


class People(BaseUserManager["Practitioner"]):
    """How somebody is found who signs in, with the digest of their password where it is shown."""

    def get_by_natural_key(self, username: str | None) -> "Practitioner":
        """In one question, so that a name nobody has takes no longer. Raises DoesNotExist."""
        return self.select_related("kept_password").get(username=username)


class Practitioner(AbstractBaseUser, Record):
    """A named person in an agency.

    The digest of the password is beside this (`Password`): names are read by everybody who is let
    in, and it by nobody. `credential` is another whenever the password is, and ends sessions.
    """

    HANDLING = handling.Fields(
        staff="id username name email agency is_active credential last_login",
        publishable="id agency is_active",
        also="A name stands beside what its bearer recorded, for whoever reads that.",
    )
    password = None  # type: ignore[assignment]  # not a column of this table
    username = models.CharField(max_length=100, unique=True)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="practitioners")
    is_active = models.BooleanField(default=True)
    credential = models.UUIDField(default=new_id)

    USERNAME_FIELD = "username"
    objects = People()
    _to_keep: str | None = None

    def __str__(self) -> str:
        return self.name

    def save(self, *given: Any, **named: Any) -> None:
        """As any record, and the password that was set since, if one was."""
        super().save(*given, **named)
        if (digest := self.to_keep()) is not None:
            Password.keep(self.pk, digest)

    def to_keep(self) -> str | None:
        """The digest of the password that was set since, once: it is kept by whoever asks."""
        digest, self._to_keep = self._to_keep, None
        return digest

    def set_password(self, raw_password: str | None) -> None:
        """Another password once this is saved; none where there is no text."""
        self._to_keep = hashers.make_password(raw_password)
        self.credential = new_id()

    def set_unusable_password(self) -> None:
        """No password once this is saved."""
        self.set_password(None)

    def check_password(self, raw_password: str | None) -> bool:
        """Whether this is the password. Ask in a step: to anybody else there is none."""
        return hashers.check_password(raw_password, self._kept(), self._keep_by_todays_way)

    def has_usable_password(self) -> bool:
        """Whether there is one. Ask in a step."""
        return hashers.is_password_usable(self._kept())

    def _kept(self) -> str:
        if self._to_keep is not None:
            return self._to_keep
        try:
            return self.kept_password.digest
        except Password.DoesNotExist:
            return hashers.make_password(None)

    def _keep_by_todays_way(self, raw_password: str) -> None:
        """The same password, so what was begun with it goes on."""
        Password.keep(self.pk, hashers.make_password(raw_password))

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session begun with this password holds."""
        salt = "wayhome credential"
        return salted_hmac(
            salt, str(self.credential), secret=secret, algorithm="sha256"
        ).hexdigest()


class Password(Record):
    """The digest of one person's password. The database shows it to steps alone."""

    HANDLING = handling.Fields(
        staff="id practitioner digest",
        publishable="id",
        also="Nobody: read in the step in which somebody signs in, and in no other.",
    )
    practitioner = models.OneToOneField(
        Practitioner, on_delete=models.PROTECT, related_name="kept_password"
    )
    digest = models.CharField(max_length=128)

    @classmethod
    def keep(cls, practitioner_id: UUID, digest: str) -> None:
        """This is the digest from now on."""
        cls.objects.update_or_create(practitioner_id=practitioner_id, defaults={"digest": digest})

    @staticmethod
    def keep_of_new(people: Iterable[Practitioner]) -> None:
        """The passwords of people who were made together, and had none before."""
        Password.objects.bulk_create(
            Password(practitioner=person, digest=digest)
            for person in people
            if (digest := person.to_keep()) is not None
        )


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


_ROTA = "Whoever is signed in, of the agency whose post it is."


class RotaShift(Record):
    """One line of the weekly pattern of a post: who is on duty on which day, by London's clock.

    It ends the next day where it does not end later than it begins.
    """

    HANDLING = handling.Fields(
        staff="id post practitioner weekday begins ends since until recorded_at recorded_by "
        "ended_at ended_by",
        publishable="id post weekday begins ends since until recorded_at ended_at",
        also=_ROTA,
    )
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="shifts")
    practitioner = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="+")
    weekday = models.PositiveSmallIntegerField()
    begins = models.TimeField()
    ends = models.TimeField()
    since = models.DateField()
    until = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        Practitioner, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        Practitioner, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(weekday__lt=7), name="shift_on_a_day_of_the_week"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, until__isnull=True)
                | Q(ended_at__isnull=False, until__isnull=False),
                name="shift_ended_on_a_day",
            ),
            paired("ended"),
        )
        indexes = (models.Index(fields=("post", "weekday"), name="shift_by_post"),)


class DutyCover(Record):
    """Somebody is on duty from one moment until another: in somebody's stead, or besides."""

    HANDLING = handling.Fields(
        staff="id post practitioner instead_of begins_at ends_at recorded_at recorded_by",
        publishable="id post begins_at ends_at recorded_at",
        also=_ROTA,
    )
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="covers")
    practitioner = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="+")
    instead_of = models.ForeignKey(
        Practitioner, on_delete=models.PROTECT, null=True, related_name="+"
    )
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        Practitioner, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("begins_at")), name="cover_ends_after_it_begins"
            ),
        )
        indexes = (models.Index(fields=("post", "ends_at"), name="cover_by_post"),)


class RotaGap(Record):
    """Nobody will be on duty for a post: told to the post over it before it happens.

    It has ended once somebody was put on duty, or the time went by.
    """

    HANDLING = handling.Fields(
        staff="id post told_post begins_at ends_at raised_at ended_at",
        publishable="id post told_post begins_at ends_at raised_at ended_at",
        also=_ROTA,
    )
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="gaps")
    told_post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    raised_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("post", "begins_at"),
                condition=Q(ended_at__isnull=True),
                name="gap_raised_once",
            ),
        )
