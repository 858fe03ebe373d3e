"""The return home interview: referred, offered, tried, answered, held, and its release in parts."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from wayhome.platform import handling
from wayhome.platform.models import Coded, Fact, one_of, paired
from wayhome.records.agencies.models import Agency
from wayhome.records.children.models import Child
from wayhome.records.episodes.models import Episode
from wayhome.rules.reasons import NotOfferedReason
from wayhome.rules.redaction import Section
from wayhome.rules.vocabulary import InterviewPart, OfferAnswer, ProviderType


class Referral(Fact):
    """The council asked a provider to offer and hold the interview."""

    HANDLING = handling.Fields(
        episode="episode note",
        staff="provider",
        publishable="provider",
        read_in=(Section.INTERVIEW_OFFERS,),
    )
    episode = models.ForeignKey(
        Episode, on_delete=models.PROTECT, related_name="interview_referrals"
    )
    provider = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)


class Offer(Fact):
    """One offer of an interview: when, how and by whom; and the answer, once there is one."""

    HANDLING = handling.Fields(
        episode="episode at how answer answered_at why_corrected",
        voice="decline_reason decline_words",
        staff="provider offered_by_name answered_by",
        publishable="at how provider answer answered_at",
        read_in=(Section.INTERVIEW_OFFERS,),
    )
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="offers")
    at = models.DateTimeField()
    how = models.CharField(max_length=60)
    provider = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    offered_by_name = models.CharField(max_length=200)
    answer = Coded(default=OfferAnswer.NO_ANSWER)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decline_reason = Coded(blank=True)
    decline_words = models.TextField(blank=True)
    why_corrected = models.TextField(blank=True, db_default="")

    class Meta:
        constraints = (
            one_of("answer", OfferAnswer),
            paired("answered"),
            models.CheckConstraint(
                condition=~Q(answer=OfferAnswer.DECLINED) | ~Q(decline_reason=""),
                name="offer_declined_has_reason",
            ),
        )
        indexes = (models.Index(fields=("episode", "at"), name="offer_by_episode"),)


class Attempt(Fact):
    """One try at reaching the child or holding the interview."""

    HANDLING = handling.Fields(
        episode="episode at how outcome why_corrected",
        publishable="at how",
        read_in=(Section.INTERVIEW_OFFERS,),
    )
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="attempts")
    at = models.DateTimeField()
    how = models.CharField(max_length=60)
    outcome = models.TextField()
    why_corrected = models.TextField(blank=True, db_default="")


class NotOffered(Fact):
    """Why no offer could be made, and who authorised it; or that it is withdrawn, and why."""

    HANDLING = handling.Fields(
        episode="episode reason explanation withdrawn why_corrected",
        staff="authorised_by",
        publishable="reason withdrawn",
        read_in=(Section.INTERVIEW_OFFERS,),
    )
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="not_offered")
    reason = Coded()
    explanation = models.TextField()
    authorised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn = models.BooleanField(default=False, db_default=False)
    why_corrected = models.TextField(blank=True, db_default="")

    class Meta:
        constraints = (
            one_of("reason", NotOfferedReason),
            models.UniqueConstraint(
                fields=("episode",),
                condition=Q(corrects__isnull=True),
                name="not_offered_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn=False) | (Q(corrects__isnull=False) & ~Q(why_corrected="")),
                name="not_offered_withdrawn_says_why",
            ),
        )


class Interview(Fact):
    """One interview, in the child's own words and in codes, in three parts."""

    HANDLING = handling.Fields(
        episode="child held_at provider_type",
        place="place",
        health="harms",
        voice="own_words push pull would_help confidential shareable",
        third_party="present carer_view",
        intelligence="where_and_with_whom intelligence",
        staff="interviewer provider",
        publishable="held_at provider provider_type",
        read_in=(Section.INTERVIEW_OFFERS,),
        read_apart={**handling.AS_HEARD, "place": (), "present": ()},
        also="The interviewer and their agency's coordinator read all of it; anybody else an "
        "answer only while its part is released.",
    )
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="interviews")
    held_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    interviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    provider = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    provider_type = Coded()
    present = models.CharField(max_length=300, blank=True)
    own_words = models.TextField(blank=True)
    push = ArrayField(models.CharField(max_length=40), default=list)
    pull = ArrayField(models.CharField(max_length=40), default=list)
    harms = ArrayField(models.CharField(max_length=40), default=list)
    where_and_with_whom = models.TextField(blank=True)
    would_help = models.TextField(blank=True)
    carer_view = models.TextField(blank=True)
    confidential = models.TextField(blank=True)
    shareable = models.TextField(blank=True)
    intelligence = models.TextField(blank=True)

    class Meta:
        constraints = (one_of("provider_type", ProviderType),)
        indexes = (models.Index(fields=("child", "-held_at"), name="interview_by_child"),)


class InterviewCovers(Fact):
    """That an interview covered an episode. One interview may cover several."""

    HANDLING = handling.Fields(
        episode="interview episode",
        read_in=(Section.INTERVIEW_OFFERS,),
    )
    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="covers")
    episode = models.OneToOneField(
        Episode, on_delete=models.PROTECT, related_name="interview_covers"
    )


class Release(Fact):
    """The decision to release one part of an interview, or to hold it back, and why."""

    HANDLING = handling.Fields(
        episode="interview part released reason",
        publishable="released",
        read_in=(Section.INTERVIEW_SHAREABLE,),
        also="The interviewer and their agency's coordinator, who decide it.",
    )
    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="releases")
    part = Coded()
    released = models.BooleanField()
    reason = models.TextField(blank=True)

    class Meta:
        constraints = (
            one_of("part", InterviewPart),
            models.UniqueConstraint(
                fields=("interview", "part"),
                condition=Q(corrects__isnull=True),
                name="release_once_per_part",
            ),
            models.CheckConstraint(
                condition=Q(released=True) | ~Q(reason=""), name="withheld_has_reason"
            ),
        )
