"""Sightings, and hypotheses of where the child may be. A hypothesis is not a risk assessment."""

from django.db import models

from wayhome.platform import handling
from wayhome.platform.models import Coded, Fact, one_of
from wayhome.records.episodes.models import Episode
from wayhome.rules.redaction import Section
from wayhome.rules.vocabulary import Certainty


class Sighting(Fact):
    """That somebody saw, or may have seen, the child."""

    HANDLING = handling.Fields(
        episode="episode at certainty description done why_corrected",
        place="place",
        third_party="source_name source_contact",
        publishable="at certainty",
        read_in=(Section.SEARCH,),
    )
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="sightings")
    at = models.DateTimeField()
    place = models.CharField(max_length=300)
    certainty = Coded()
    source_name = models.CharField(max_length=200)
    source_contact = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    done = models.TextField(blank=True)
    why_corrected = models.TextField(blank=True, db_default="")

    class Meta:
        constraints = (one_of("certainty", Certainty),)
        indexes = (models.Index(fields=("episode", "recorded_at"), name="sighting_by_episode"),)


class Hypothesis(Fact):
    """An idea of where the child may be, and why."""

    HANDLING = handling.Fields(
        episode="episode why",
        place="where",
        read_in=(Section.SEARCH,),
    )
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="hypotheses")
    where = models.CharField(max_length=300)
    why = models.TextField()
