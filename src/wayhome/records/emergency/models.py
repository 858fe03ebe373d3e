"""Emergency looks: who asked for what child and why, when it ended, and what a review found."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from wayhome.platform import handling
from wayhome.platform.models import Coded, Record, one_of, paired
from wayhome.records.agencies.models import Agency
from wayhome.records.children.models import Child
from wayhome.rules.vocabulary import Emergency, Finding


class BreakGlass(Record):
    """One time somebody asked to open a record in an emergency.

    `child` is empty where nothing was opened: the asking counts all the same. It is a part in the
    child's record of one person, from `opened_at` until `ends_at`, or until they ended it.
    """

    HANDLING = handling.Fields(
        episode="id child opened_at ends_at ended_at reason reviewed_at finding findings",
        third_party="live_reference statement",
        staff="practitioner agency reviewed_by review_agency",
        publishable="id agency opened_at ended_at reason reviewed_at finding",
        also="Whoever looked, their supervisor, and those who review the looks of other agencies.",
    )
    practitioner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, null=True, related_name="+")
    reason = Coded()
    live_reference = models.CharField(max_length=60)
    statement = models.TextField()
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    review_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    finding = models.CharField(max_length=40, blank=True)
    findings = models.TextField(blank=True)

    class Meta:
        constraints = (
            one_of("reason", Emergency),
            models.CheckConstraint(
                condition=Q(finding__in=["", *sorted(Finding)]), name="break_glass_finding"
            ),
            paired("reviewed"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("opened_at")), name="glass_ends_after"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True)
                | (~Q(review_agency=F("agency")) & ~Q(reviewed_by=F("practitioner"))),
                name="glass_reviewed_by_others",
            ),
        )
        indexes = (
            models.Index(
                fields=("practitioner", "child", "ends_at"),
                name="glass_open",
                condition=Q(child__isnull=False, ended_at__isnull=True),
            ),
            models.Index(fields=("practitioner", "-opened_at"), name="glass_by_person"),
            models.Index(
                fields=("opened_at",),
                name="glass_to_review",
                condition=Q(child__isnull=False, reviewed_at__isnull=True),
            ),
            models.Index(fields=("child",), name="glass_by_child"),
        )


class NamedReviewer(Record):
    """Somebody on the list of a sealed record named who reviews an emergency look at it.

    Only where nobody on the list may. It lets them review this look, and know of no child.
    """

    HANDLING = handling.Fields(
        episode="id look at",
        staff="practitioner named_by",
        publishable="id at",
        also="Nobody: read to know who may review.",
    )
    look = models.ForeignKey(BreakGlass, on_delete=models.PROTECT, related_name="named")
    practitioner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("look", "practitioner"), name="reviewer_named_once"),
        )
