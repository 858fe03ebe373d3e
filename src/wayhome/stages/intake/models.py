"""The missing report: who told us, what they said, and when. A draft of one not yet sent."""

from django.conf import settings
from django.db import models

from wayhome.platform import handling
from wayhome.platform.models import Coded, Fact, Record, one_of
from wayhome.records.agencies.models import Agency
from wayhome.records.episodes.models import Episode
from wayhome.rules.redaction import Section
from wayhome.rules.vocabulary import Channel, EpisodeType

_READ_BACK = "The agency that made the report reads it back."


class MissingReport(Fact):
    """What one person said when they reported a child missing."""

    HANDLING = handling.Fields(
        appeal="description clothing",
        episode="episode channel received_at last_seen_at why_worried tried police_reference "
        "joined type label_as_recorded",
        place="last_seen_place missing_from",
        third_party="reporter_name reporter_telephone reporter_email reporter_relationship "
        "last_seen_by",
        staff="reporter_agency",
        publishable="channel received_at joined type label_as_recorded",
        read_in=(Section.REPORT,),
        also=_READ_BACK,
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
        episode="report topic learned_at why_corrected",
        health="answer",
        third_party="supplied_by supplier_contact",
        publishable="topic learned_at",
        read_in=(Section.REPORT,),
        also=_READ_BACK,
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

    HANDLING = handling.Fields(
        episode="id form saved_at",
        voice="content",
        staff="practitioner",
        publishable="id form saved_at",
        also="Whoever typed it. It may hold anything, so it is kept as closely as a child's "
        "own words.",
        kept="until it is sent; when one that never is goes is not decided yet",
    )
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
