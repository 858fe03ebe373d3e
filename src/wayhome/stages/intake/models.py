"""The missing report: who told us, what they said, and when. A draft of one not yet sent."""

from django.conf import settings
from django.db import models

from wayhome.platform import handling
from wayhome.platform.models import Coded, Fact, Record, one_of
from wayhome.records.agencies.models import Agency
from wayhome.records.episodes.models import Episode
from wayhome.rules.vocabulary import Channel, EpisodeType


class MissingReport(Fact):
    """What one person said when they reported a child missing."""

    HANDLING = handling.Fields(
        identifies="episode reporter_name reporter_telephone reporter_email last_seen_by "
        "police_reference",
        sensitive="reporter_relationship reporter_agency last_seen_place last_seen_at why_worried "
        "tried description clothing missing_from",
        publishable="channel received_at joined type label_as_recorded",
    )
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="reports")
    channel = Coded()
    reporter_name = models.CharField(max_length=200)
    reporter_telephone = models.CharField(max_length=40, blank=True)
    reporter_email = models.EmailField(blank=True)
    reporter_relationship = models.CharField(max_length=100, blank=True)
    reporter_agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, related_name="+"
    )
    received_at = models.DateTimeField()
    last_seen_at = models.DateTimeField(null=True)
    last_seen_place = models.CharField(max_length=300, blank=True)
    last_seen_by = models.CharField(max_length=200, blank=True)
    missing_from = models.CharField(max_length=300, blank=True)
    why_worried = models.TextField()
    tried = models.TextField(blank=True)
    description = models.TextField(blank=True)
    clothing = models.TextField(blank=True)
    police_reference = models.CharField(max_length=60, blank=True)
    joined = models.BooleanField(default=False)
    type = Coded(blank=True, db_default="")
    label_as_recorded = models.CharField(max_length=60, blank=True, db_default="")

    class Meta:
        constraints = (one_of("channel", Channel), one_of("type", ["", *EpisodeType]))
        indexes = (models.Index(fields=("episode", "recorded_at"), name="report_by_episode"),)


class ReportAnswer(Fact):
    """The answer to one of the call handler's topics, with who supplied it and when."""

    HANDLING = handling.Fields(
        identifies="report supplied_by supplier_contact",
        sensitive="answer why_corrected",
        publishable="topic learned_at",
    )
    report = models.ForeignKey(MissingReport, on_delete=models.PROTECT, related_name="answers")
    topic = models.CharField(max_length=40)
    answer = models.TextField()
    supplied_by = models.CharField(max_length=200)
    supplier_contact = models.CharField(max_length=200, blank=True)
    learned_at = models.DateTimeField()
    why_corrected = models.TextField(blank=True, db_default="")


class Draft(Record):
    """What a practitioner has typed into a form and not yet sent."""

    HANDLING = handling.Fields(identifies="practitioner content", publishable="id form saved_at")
    practitioner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    form = models.CharField(max_length=80)
    content = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("practitioner", "form"), name="draft_once_per_form"),
        )
