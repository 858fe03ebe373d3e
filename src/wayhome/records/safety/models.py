"""People who matter to a child's safety, whom a child is kept from, and what is not disclosed.

A person is not an account: one may work in two agencies, or in none. What keeps a person from a
child joins the two, and holds in whichever account they sign in.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from wayhome.platform import handling
from wayhome.platform.models import Coded, Fact, one_of, paired
from wayhome.records.agencies.models import Agency
from wayhome.records.children.models import Child, Contact
from wayhome.rules import vocabulary

_MANAGERS = (
    "Managers and safeguarding leads of the agencies with a part in the child; never the person."
)


def _who() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )


class Person(Fact):
    """Somebody who matters to a child's safety, whether or not they have an account."""

    HANDLING = handling.Fields(third_party="name email", also=_MANAGERS)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)

    class Meta:
        indexes = (models.Index(fields=("email",), name="person_by_email"),)


class PersonAccount(Fact):
    """An account that is a person's. Every account of one person is kept from what they are."""

    HANDLING = handling.Fields(third_party="person", staff="practitioner", also=_MANAGERS)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="accounts")
    practitioner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "practitioner"), name="account_once_a_person"
            ),
        )
        indexes = (models.Index(fields=("practitioner", "person"), name="person_by_account"),)


class Conflict(Fact):
    """A person must not know of a child, until two people of two agencies say otherwise.

    `child` is empty for what somebody declared of a child nobody knows yet: the name and date of
    birth are kept, and the child is kept from them once known.
    """

    HANDLING = handling.Fields(
        episode="child lift_asked_at lifted_at",
        identity="given_folded family_folded date_of_birth",
        third_party="person kind reason lift_reason declared",
        staff="lift_asked_by lifted_by",
        also=_MANAGERS,
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="conflicts")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, null=True, related_name="+")
    given_folded = models.CharField(max_length=200, blank=True)
    family_folded = models.CharField(max_length=200, blank=True)
    date_of_birth = models.DateField(null=True)
    kind = Coded()
    reason = models.CharField(max_length=500)
    declared = models.BooleanField(default=False)
    lift_asked_at = models.DateTimeField(null=True)
    lift_asked_by = _who()
    lift_reason = models.CharField(max_length=500, blank=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = _who()

    class Meta:
        constraints = (
            one_of("kind", vocabulary.Conflict),
            paired("lift_asked"),
            paired("lifted"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True)
                | (Q(lift_asked_at__isnull=False) & ~Q(lift_asked_by=models.F("lifted_by"))),
                name="conflict_lifted_by_two",
            ),
            models.CheckConstraint(
                condition=Q(child__isnull=False)
                | (Q(date_of_birth__isnull=False) & ~Q(family_folded="")),
                name="conflict_names_a_child",
            ),
        )
        indexes = (
            models.Index(
                fields=("person", "child"),
                name="conflict_stands",
                condition=Q(lifted_at__isnull=True),
            ),
            models.Index(
                fields=("family_folded", "given_folded", "date_of_birth"),
                name="conflict_awaited",
                condition=Q(child__isnull=True, lifted_at__isnull=True),
            ),
        )


class Withholding(Fact):
    """Something of a child must not be disclosed to an agency, a person or a contact."""

    HANDLING = handling.Fields(
        episode="child matter lifted_at",
        third_party="person contact reason lift_reason",
        staff="agency lifted_by",
        also=_MANAGERS,
    )
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="withholdings")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, related_name="+")
    matter = Coded()
    reason = models.CharField(max_length=500)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = _who()
    lift_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = (
            one_of("matter", vocabulary.Matter),
            paired("lifted"),
            models.CheckConstraint(
                condition=Q(agency__isnull=False, person__isnull=True, contact__isnull=True)
                | Q(agency__isnull=True, person__isnull=False, contact__isnull=True)
                | Q(agency__isnull=True, person__isnull=True, contact__isnull=False),
                name="withheld_from_one",
            ),
        )
        indexes = (
            models.Index(
                fields=("agency", "child"),
                name="withheld_from_agency",
                condition=Q(lifted_at__isnull=True, agency__isnull=False),
            ),
            models.Index(
                fields=("person", "child"),
                name="withheld_from_person",
                condition=Q(lifted_at__isnull=True, person__isnull=False),
            ),
        )
