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
from wayhome.rules.redaction import Section
from wayhome.rules.vocabulary import Marker


class Child(Record):
    """A child known to Wayhome, by the newest details learned."""

    HANDLING = handling.Fields(
        appeal="description",
        identity="reference given_name family_name known_as given_folded family_folded "
        "date_of_birth age_stated age_stated_at sex ethnicity ethnicity_source language",
        episode="id recorded_at",
        publishable="id recorded_at",
        read_in=(Section.SUMMARY,),
        read_apart={**handling.AS_OPENED, "given_folded": (), "family_folded": ()},
        also="Whoever may look a child up is shown what tells the found apart. The folded "
        "names are only searched.",
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
        identity="value",
        episode="child field learned_at",
        third_party="supplied_by supplier_contact",
        publishable="learned_at",
        read_in=(Section.SUMMARY,),
        also="Each detail only to whoever may know the fact of the child's record it was given "
        "for.",
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
        episode="child",
        third_party="name relationship telephone email unsafe_to_tell unsafe_reason why_corrected",
        read_in=handling.AS_OPENED["contacts"],
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
        episode="child legal_basis is_looked_after since",
        place="responsible_authority host_authority home_force host_force school health",
        protected="placement",
        staff="social_worker",
        publishable="since",
        read_in=(Section.SUMMARY,),
        read_apart=handling.AS_OPENED,
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
        episode="child lifted_at",
        health="marker evidence",
        third_party="supplied_by",
        staff="lifted_by",
        publishable="lifted_at",
        read_in=handling.AS_OPENED["markers"],
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

    HANDLING = handling.Fields(
        identity="scheme value",
        episode="child",
        staff="agency",
        also="Nobody: read to know a child again whom the same system tells of.",
    )
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="identifiers")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    scheme = models.CharField(max_length=40)
    value = models.CharField(max_length=100)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "scheme", "value", "child"), name="identifier_once_per_child"
            ),
        )
