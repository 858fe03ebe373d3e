"""The moments that end an absence, each with its own owner: located, returned, seen, closed.

One that was recorded by mistake is withdrawn: a row that names it, says why, and repeats it, so
that what was said stays. What is recorded after that names the withdrawal: of each moment an
episode has one line of rows, and at most one of them stands.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from wayhome.platform import handling
from wayhome.platform.models import Coded, Fact, one_of
from wayhome.records.episodes.models import Episode
from wayhome.rules.redaction import Section
from wayhome.rules.vocabulary import FoundBy, PreventionMode, ReturnedTo


def _once() -> models.UniqueConstraint:
    """One of each for an episode; what corrects or withdraws it, or comes after, names the last."""
    return models.UniqueConstraint(
        fields=("episode",),
        condition=Q(corrects__isnull=True),
        name="%(app_label)s_%(class)s_once",
    )


def _withdrawn_says_why() -> models.CheckConstraint:
    """What withdraws names what it withdraws, and says why."""
    return models.CheckConstraint(
        condition=Q(withdrawn=False) | (Q(corrects__isnull=False) & ~Q(why_corrected="")),
        name="%(app_label)s_%(class)s_withdrawn",
    )


class Located(Fact):
    """The child's whereabouts became known."""

    HANDLING = handling.Fields(
        episode="episode at found_by circumstances why_corrected withdrawn",
        place="place",
        publishable="at found_by withdrawn",
        read_in=(Section.FOUND,),
    )
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="located")
    at = models.DateTimeField()
    place = models.CharField(max_length=300)
    found_by = Coded()
    circumstances = models.TextField(blank=True)
    why_corrected = models.TextField(blank=True, db_default="")
    withdrawn = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = (one_of("found_by", FoundBy), _once(), _withdrawn_says_why())


class Returned(Fact):
    """The child is back, or settled somewhere else that is safe."""

    HANDLING = handling.Fields(
        episode="episode at to circumstances why_corrected withdrawn",
        publishable="at to withdrawn",
        read_in=(Section.FOUND,),
    )
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="returned")
    at = models.DateTimeField()
    to = Coded()
    circumstances = models.TextField(blank=True)
    why_corrected = models.TextField(blank=True, db_default="")
    withdrawn = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = (one_of("to", ReturnedTo), _once(), _withdrawn_says_why())


class PreventionInterview(Fact):
    """The police saw the child and confirmed how they are."""

    HANDLING = handling.Fields(
        episode="episode at mode seen_alone referrals why_corrected withdrawn",
        health="harm harm_detail",
        voice="account",
        third_party="present",
        publishable="at mode withdrawn",
        read_in=(Section.FOUND,),
    )
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="seen")
    at = models.DateTimeField()
    mode = Coded()
    present = models.CharField(max_length=300, blank=True)
    seen_alone = models.BooleanField(null=True)
    harm = ArrayField(models.CharField(max_length=40), default=list)
    harm_detail = models.TextField(blank=True)
    account = models.TextField(blank=True)
    referrals = models.TextField(blank=True)
    why_corrected = models.TextField(blank=True, db_default="")
    withdrawn = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = (one_of("mode", PreventionMode), _once(), _withdrawn_says_why())


class PoliceRecordClosed(Fact):
    """A police supervisor closed the force's record."""

    HANDLING = handling.Fields(
        episode="episode at summary why_corrected withdrawn",
        publishable="at withdrawn",
        read_in=(Section.FOUND,),
    )
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="police_closed")
    at = models.DateTimeField()
    summary = models.TextField()
    why_corrected = models.TextField(blank=True, db_default="")
    withdrawn = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = (_once(), _withdrawn_says_why())


class Finalised(Fact):
    """The responsible council finalised its record."""

    HANDLING = handling.Fields(
        episode="episode at summary why_corrected withdrawn",
        publishable="at withdrawn",
        read_in=(Section.FOUND,),
    )
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="finalised")
    at = models.DateTimeField()
    summary = models.TextField()
    why_corrected = models.TextField(blank=True, db_default="")
    withdrawn = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = (_once(), _withdrawn_says_why())
