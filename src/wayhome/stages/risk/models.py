"""Assessments by each side, the joint one with its two signatures, and challenges."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from wayhome.platform import handling
from wayhome.platform.models import Coded, Fact, Record, one_of, paired
from wayhome.records.agencies.models import Agency
from wayhome.records.episodes.models import Episode
from wayhome.rules.redaction import Section
from wayhome.rules.vocabulary import Answer, ChallengeReason, Level, Side


class Assessment(Fact):
    """One side's judgement. Appended; the first and the latest are both kept."""

    HANDLING = handling.Fields(
        episode="episode side level label_as_recorded reasons would_change",
        staff="agency",
        publishable="side level",
        read_in=(Section.RISK,),
    )
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="assessments")
    side = Coded()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    level = Coded()
    label_as_recorded = models.CharField(max_length=60, blank=True)
    reasons = models.TextField()
    would_change = models.TextField(blank=True)

    class Meta:
        constraints = (one_of("side", Side), one_of("level", Level))
        indexes = (models.Index(fields=("episode", "recorded_at"), name="assessment_by_episode"),)


class FactorAnswer(Record):
    """The answer to one risk factor: yes, no or not known, with its evidence and its source."""

    HANDLING = handling.Fields(
        episode="id assessment factor learned_at",
        health="answer evidence",
        third_party="supplied_by",
        publishable="id factor learned_at",
        read_in=(Section.RISK,),
    )
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="factors")
    factor = models.CharField(max_length=40)
    answer = Coded()
    evidence = models.TextField(blank=True)
    supplied_by = models.CharField(max_length=200, blank=True)
    learned_at = models.DateTimeField()

    class Meta:
        constraints = (
            one_of("answer", Answer),
            models.UniqueConstraint(
                fields=("assessment", "factor"), name="factor_once_per_assessment"
            ),
        )


class JointAssessment(Fact):
    """A level put forward by one side, in force once both have signed."""

    HANDLING = handling.Fields(
        episode="episode level reasons police_signed_at police_explanation "
        "childrens_services_signed_at childrens_services_explanation agreed_at",
        staff="police_signed_by childrens_services_signed_by",
        publishable="level police_signed_at childrens_services_signed_at agreed_at",
        read_in=(Section.RISK,),
    )
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="joint")
    level = Coded()
    reasons = models.TextField()
    police_signed_at = models.DateTimeField(null=True)
    police_signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    police_explanation = models.TextField(blank=True)
    childrens_services_signed_at = models.DateTimeField(null=True)
    childrens_services_signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    childrens_services_explanation = models.TextField(blank=True)
    agreed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            one_of("level", Level),
            paired("police_signed"),
            paired("childrens_services_signed"),
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True)
                | Q(
                    police_signed_at__isnull=False,
                    childrens_services_signed_at__isnull=False,
                ),
                name="joint_agreed_has_two_signatures",
            ),
            models.CheckConstraint(
                condition=Q(police_signed_by__isnull=True)
                | Q(childrens_services_signed_by__isnull=True)
                | ~Q(police_signed_by=models.F("childrens_services_signed_by")),
                name="joint_signed_by_two_people",
            ),
        )
        indexes = (models.Index(fields=("episode", "recorded_at"), name="joint_by_episode"),)


class Challenge(Fact):
    """A difference between the sides that has gone up the ladder."""

    HANDLING = handling.Fields(
        episode="episode reason opened_at settled_at outcome",
        publishable="reason opened_at settled_at",
        read_in=(Section.RISK,),
    )
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="challenges")
    reason = Coded()
    opened_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True)

    class Meta:
        constraints = (
            one_of("reason", ChallengeReason),
            models.UniqueConstraint(
                fields=("episode",),
                condition=Q(settled_at__isnull=True),
                name="challenge_one_open_per_episode",
            ),
        )


class ChallengeAnswer(Fact):
    """What one rung of the ladder answered."""

    HANDLING = handling.Fields(
        episode="challenge side level answer",
        publishable="side level",
        read_in=(Section.RISK,),
    )
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="answers")
    side = Coded()
    level = Coded(blank=True)
    answer = models.TextField()

    class Meta:
        constraints = (one_of("side", Side),)
