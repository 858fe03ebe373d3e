"""Seals over a child's record with their named lists, how they are lowered, and word that came in.

And which records a person has joined as one child. A seal is one row for each record of the child:
the copies share `mark`. What it is for is enciphered.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from wayhome.platform import handling
from wayhome.platform.models import Coded, Fact, one_of, paired
from wayhome.records.agencies.models import Agency
from wayhome.records.children.models import Child
from wayhome.rules.vocabulary import Lowered, SealedWord, SealKind

ON_THE_LIST = "Those on the named list, on the pages of the protection of the child."


def _who() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )


class Seal(Fact):
    """The child's record is sealed to a named list, until two people lift it."""

    HANDLING = handling.Fields(
        episode="child mark lifted_at",
        protected="kind why",
        staff="lift_asked_by lifted_by",
        also=ON_THE_LIST,
    )
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="seals")
    mark = models.UUIDField()
    kind = Coded()
    why = models.BinaryField()
    lift_asked_by = _who()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = _who()

    class Meta:
        constraints = (
            one_of("kind", SealKind),
            paired("lifted"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True)
                | Q(lift_asked_by__isnull=False) & ~Q(lift_asked_by=F("lifted_by")),
                name="seal_lifted_by_two",
            ),
            models.UniqueConstraint(
                fields=("child", "mark"),
                condition=Q(lifted_at__isnull=True),
                name="seal_once_on_a_record",
            ),
        )


class Named(Fact):
    """Somebody on the named list of a seal, until taken off it."""

    HANDLING = handling.Fields(
        episode="seal ended_at", staff="practitioner ended_by", also=ON_THE_LIST
    )
    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="named")
    practitioner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    ended_by = _who()

    class Meta:
        constraints = (
            paired("ended"),
            models.UniqueConstraint(
                fields=("seal", "practitioner"),
                condition=Q(ended_at__isnull=True),
                name="named_once_on_a_seal",
            ),
        )


class Lowering(Fact):
    """One person asked that a seal be lowered; another, of another agency, agrees or refuses."""

    HANDLING = handling.Fields(
        episode="seal agreed_at refused_at",
        protected="what why",
        staff="asked_agency practitioner agreed_by agreed_agency refused_by",
        also=ON_THE_LIST,
    )
    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="lowerings")
    what = Coded()
    why = models.BinaryField()
    practitioner = _who()
    asked_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    agreed_by = _who()
    agreed_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    refused_at = models.DateTimeField(null=True)
    refused_by = _who()

    class Meta:
        constraints = (
            one_of("what", Lowered),
            paired("agreed"),
            paired("refused"),
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True)
                | Q(agreed_agency__isnull=False)
                & ~Q(agreed_agency=F("asked_agency"))
                & ~Q(agreed_by=F("recorded_by")),
                name="lowering_agreed_by_another_agency",
            ),
            models.CheckConstraint(
                condition=Q(what=Lowered.LIFT, practitioner__isnull=True)
                | Q(what=Lowered.NAME, practitioner__isnull=False),
                name="lowering_names_whom_it_adds",
            ),
        )


class Joined(Fact):
    """A person decided that two records are of one child, until somebody parts them again."""

    HANDLING = handling.Fields(
        episode="one other why parted_at parted_why",
        staff="parted_by",
        also="Whoever may open both records.",
    )
    one = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    why = models.TextField()
    parted_at = models.DateTimeField(null=True)
    parted_by = _who()
    parted_why = models.TextField(blank=True)

    class Meta:
        constraints = (
            paired("parted"),
            models.CheckConstraint(condition=~Q(one=F("other")), name="joined_are_two"),
            models.CheckConstraint(
                condition=Q(parted_at__isnull=True) | ~Q(parted_why=""),
                name="parting_has_reason",
            ),
            models.UniqueConstraint(
                fields=("one", "other"),
                condition=Q(parted_at__isnull=True),
                name="joined_once_while_it_stands",
            ),
        )


class Word(Fact):
    """Something came in that may be of a sealed child: it waits for those on the named list.

    `about` is the record, the report or the sighting. Everybody on the list is paged until one of
    them says that they have it; what becomes of it is said when it is settled.
    """

    HANDLING = handling.Fields(
        episode="child other kind about pages paged_at acknowledged_at settled_at",
        protected="outcome",
        staff="acknowledged_by settled_by",
        also=ON_THE_LIST,
    )
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="sealed_words")
    other = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    kind = Coded()
    about = models.UUIDField()
    pages = models.PositiveSmallIntegerField(default=0)
    paged_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = _who()
    settled_at = models.DateTimeField(null=True)
    settled_by = _who()
    outcome = models.BinaryField(null=True)

    class Meta:
        constraints = (
            one_of("kind", SealedWord),
            paired("acknowledged"),
            paired("settled"),
            models.UniqueConstraint(fields=("child", "about"), name="word_once_of_a_thing"),
        )
        indexes = (
            models.Index(
                fields=("child",), name="word_waiting", condition=Q(settled_at__isnull=True)
            ),
        )
