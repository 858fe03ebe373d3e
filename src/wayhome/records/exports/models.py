"""Exports: asked for, approved where that is needed, made, fetched, and ended.

What an export holds is kept apart from what is known of it, sealed, and only while its link lives.
Each moment is written once. Where an export stands is worked out from them (`rules/exports.py`).
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from wayhome.platform import handling
from wayhome.platform.models import Coded, Record, one_of, paired
from wayhome.records.agencies.models import Agency
from wayhome.records.children.models import Child
from wayhome.records.episodes.models import Episode
from wayhome.rules.exports import ExportFormat, ExportKind
from wayhome.rules.vocabulary import Purpose

_ITS_AGENCY = "Whoever asked for it, and the managers of their agency who may approve it."


class Export(Record):
    """One export, from the moment it is asked for."""

    HANDLING = handling.Fields(
        episode="id reference kind format language purpose reason classes children about_child "
        "about_episode asked_at expires_at approved_at declined_at declined_why made_at failed_at "
        "failed_why digest revoked_at",
        staff="asked_by agency recipient_name recipient_agency approved_by declined_by revoked_by",
        publishable="kind format purpose children asked_at expires_at approved_at declined_at "
        "made_at failed_at revoked_at agency recipient_agency",
        also=_ITS_AGENCY,
    )
    reference = models.CharField(max_length=13, unique=True)
    kind = Coded()
    format = Coded()
    language = models.CharField(max_length=10)
    purpose = Coded()
    reason = models.CharField(max_length=300)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    recipient_name = models.CharField(max_length=200)
    recipient_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    about_child = models.ForeignKey(Child, on_delete=models.PROTECT, null=True, related_name="+")
    about_episode = models.ForeignKey(
        Episode, on_delete=models.PROTECT, null=True, related_name="+"
    )
    children = models.PositiveIntegerField()
    classes = ArrayField(models.CharField(max_length=40), default=list)
    expires_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    declined_at = models.DateTimeField(null=True)
    declined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    declined_why = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    failed_at = models.DateTimeField(null=True)
    failed_why = models.CharField(max_length=300, blank=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = (
            one_of("kind", ExportKind),
            one_of("format", ExportFormat),
            one_of("purpose", Purpose),
            paired("approved"),
            paired("declined"),
            paired("revoked"),
            models.CheckConstraint(
                condition=~models.Q(recipient_name="") & ~models.Q(reason=""),
                name="export_for_whom_and_why",
            ),
            models.CheckConstraint(
                condition=models.Q(made_at__isnull=True)
                | models.Q(children__lte=25)
                | models.Q(approved_at__isnull=False),
                name="export_of_many_needs_a_second",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True)
                | ~models.Q(approved_by=models.F("asked_by")),
                name="export_second_is_somebody_else",
            ),
        )
        indexes = (models.Index(fields=("agency", "asked_at"), name="export_by_agency"),)


class ExportedChild(Record):
    """That an export holds something of a child."""

    HANDLING = handling.Fields(
        episode="id export child classes sections",
        also="Nobody: read to ask the policy again, and to enter each child, when it is fetched.",
    )
    export = models.ForeignKey(Export, on_delete=models.PROTECT, related_name="held")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    classes = ArrayField(models.CharField(max_length=40))
    sections = ArrayField(models.CharField(max_length=40))  # where each class of the list is shown

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("export", "child"), name="export_holds_a_child_once"),
        )


class ExportContent(Record):
    """The file, sealed. It is removed when the export ends."""

    HANDLING = handling.Fields(
        episode="id export made_at",
        intelligence="sealed",
        also="Whoever asked for the export, opened, while its link lives. It is of the class that "
        "is kept closest of those an export may hold.",
        kept="until the export's link dies or is ended: a week at most",
    )
    export = models.OneToOneField(Export, on_delete=models.PROTECT, related_name="content")
    made_at = models.DateTimeField()
    sealed = models.BinaryField()
