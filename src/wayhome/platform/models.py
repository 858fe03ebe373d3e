"""The shapes every stored record shares: an identifier, and who recorded it and when."""

import uuid
from typing import TYPE_CHECKING, ClassVar

import uuid_utils
from django.conf import settings
from django.db import models

from wayhome.platform import handling, years

_AFTER = 80  # bits of an identifier that follow its moment


def new_id() -> uuid.UUID:
    """A fresh identifier in order of time (UUID version 7), made here, never by the database."""
    return uuid.UUID(bytes=uuid_utils.uuid7().bytes)


def new_id_beside(other: uuid.UUID) -> uuid.UUID:
    """A fresh identifier of the year of `other`: of this moment, or in another year of its moment.

    What lies in one part a year with what it is about is found there by its own identifier too.
    """
    fresh = new_id()
    if years.bounds(fresh) == years.bounds(other):
        return fresh
    return uuid.UUID(int=(other.int >> _AFTER << _AFTER) | fresh.int & ((1 << _AFTER) - 1))


class Record(models.Model):
    """Anything stored."""

    HANDLING: ClassVar[handling.Fields]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True


class Fact(Record):
    """Something that was learned: appended, never edited. A correction names what it corrects.

    `recorded_by` is empty only where the service itself acted, because time passed.
    """

    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="corrected_by"
    )

    class Meta:
        abstract = True

    if TYPE_CHECKING:
        corrects_id: uuid.UUID | None


class Coded(models.CharField):
    """A closed list from the rules' vocabulary, stored as its code.

    The database refuses a code that is not on the list (see `one_of`).
    """

    def __init__(self, *, max_length: int = 40, **options: object) -> None:
        """Every code fits in forty characters."""
        super().__init__(max_length=max_length, **options)  # type: ignore[arg-type]  # forwarded


def paired(name: str) -> models.CheckConstraint:
    """`name_at` and `name_by` come together or not at all."""
    both = models.Q(**{f"{name}_at__isnull": False, f"{name}_by__isnull": False})
    neither = models.Q(**{f"{name}_at__isnull": True, f"{name}_by__isnull": True})
    return models.CheckConstraint(condition=both | neither, name=f"%(app_label)s_%(class)s_{name}")


def one_of(field: str, codes: object) -> models.CheckConstraint:
    """The field holds one of the vocabulary's codes."""
    values = sorted(str(code) for code in codes)  # type: ignore[attr-defined]  # any StrEnum
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": values}), name=f"%(app_label)s_%(class)s_{field}"
    )
