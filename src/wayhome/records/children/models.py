"""Children: who they are as far as is known, who cares for them, and lasting concerns.

A name or a date of birth may be unknown. What is learned of a child is appended as details,
each with who said it and when; the row of the child shows the newest of each.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from wayhome.platform import handling
from wayhome.platform.models import Coded, Fact, Record, one_of, paired
from wayhome.records.agencies.models import Agency
from wayhome.rules.vocabulary import Marker


class Child(Record):
    """A child known to Wayhome, by the newest details learned."""

    HANDLING = handling.Fields(
        identifies="reference given_name family_name known_as given_folded family_folded "
        "date_of_birth description",
        sensitive="age_stated age_stated_at sex ethnicity ethnicity_source language",
        publishable="id recorded_at",
    )
    reference = models.CharField(max_length=13, unique=True)
    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    known_as = models.CharField(max_length=100, blank=True)
    given_folded = models.CharField(max_length=200, blank=True)
    family_folded = models.CharField(max_length=200, blank=True)
    date_of_birth = models.DateField(null=True)
    age_stated = models.PositiveSmallIntegerField(null=True)
    age_stated_at = models.DateTimeField(null=True)
    sex = models.CharField(max_length=20, blank=True)
    ethnicity = models.CharField(max_length=60, blank=True)
    ethnicity_source = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=60, blank=True)
    description = models.TextField(blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(
                fields=("family_folded", "given_folded", "date_of_birth"), name="child_by_name"
            ),
            models.Index(fields=("date_of_birth",), name="child_by_birth"),
        )

    @property
    def full_name(self) -> str:
        """The name as known; empty when none is."""
        return f"{self.given_name} {self.family_name}".strip()


class ChildDetail(Fact):
    """One detail of a child as somebody gave it."""

    HANDLING = handling.Fields(
        identifies="child supplied_by supplier_contact",
        sensitive="field value",
        publishable="learned_at",
    )
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="details")
    field = models.CharField(max_length=40)
    value = models.TextField(blank=True)
    supplied_by = models.CharField(max_length=200)
    supplier_contact = models.CharField(max_length=200, blank=True)
    learned_at = models.DateTimeField()


class Contact(Fact):
    """A parent or carer, how to reach them, and whether telling them is safe."""

    HANDLING = handling.Fields(
        identifies="child name telephone email",
        sensitive="relationship unsafe_to_tell unsafe_reason why_corrected",
    )
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=200)
    relationship = models.CharField(max_length=100)
    telephone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    unsafe_to_tell = models.BooleanField(default=False)
    unsafe_reason = models.CharField(max_length=500, blank=True)
    why_corrected = models.TextField(blank=True, db_default="")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(unsafe_to_tell=False) | ~Q(unsafe_reason=""),
                name="contact_unsafe_has_reason",
            ),
        )


class CareArrangement(Fact):
    """Who is responsible for the child and where the child lives, until the next arrangement."""

    HANDLING = handling.Fields(
        identifies="child social_worker",
        sensitive="responsible_authority host_authority placement home_force host_force school "
        "health legal_basis is_looked_after",
        publishable="since",
    )
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="arrangements")
    responsible_authority = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, related_name="+"
    )
    host_authority = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, related_name="+"
    )
    placement = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    home_force = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    host_force = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    school = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    health = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    social_worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    legal_basis = models.CharField(max_length=4, blank=True)
    is_looked_after = models.BooleanField(default=False)
    since = models.DateTimeField()


class ChildMarker(Fact):
    """A lasting concern about the child, with its evidence, until it is lifted."""

    HANDLING = handling.Fields(
        identifies="child supplied_by lifted_by",
        sensitive="marker evidence",
        publishable="lifted_at",
    )
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="markers")
    marker = Coded()
    evidence = models.TextField(blank=True)
    supplied_by = models.CharField(max_length=200)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = (
            one_of("marker", Marker),
            paired("lifted"),
            models.UniqueConstraint(
                fields=("child", "marker"),
                condition=Q(lifted_at__isnull=True),
                name="marker_once_while_it_stands",
            ),
        )


class Identifier(Fact):
    """The number by which one agency knows the child, labelled with whose it is."""

    HANDLING = handling.Fields(identifies="child agency scheme value")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="identifiers")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    scheme = models.CharField(max_length=40)
    value = models.CharField(max_length=100)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "scheme", "value"), name="identifier_once_per_agency"
            ),
        )
