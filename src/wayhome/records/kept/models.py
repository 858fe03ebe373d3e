"""A child's protected addresses, confidential sources and legal advice, each enciphered.

What is written here cannot be read by whoever holds the database alone (`platform/enciphering`).
"""

from django.conf import settings
from django.db import models

from wayhome.platform import handling
from wayhome.platform.models import Coded, Fact, one_of, paired
from wayhome.records.children.models import Child
from wayhome.rules.redaction import Section
from wayhome.rules.vocabulary import Protected

ON_ITS_LIST = "Those on the list of readers of this child alone."


class ProtectedAddress(Fact):
    """Where the child lives or is placed, who it is kept from and why, since when."""

    HANDLING = handling.Fields(
        episode="child since",
        protected="text kept_from why",
        read_in=(Section.RESPONSE, Section.INTERVIEW_OFFERS),
        also="On the page of a child's protected text, for a purpose that shows where they live.",
    )
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    text = models.BinaryField()
    kept_from = models.BinaryField()
    why = models.BinaryField()
    since = models.DateTimeField()


class ConfidentialSource(Fact):
    """Who gave intelligence about the child in confidence."""

    HANDLING = handling.Fields(episode="child", source="text", also=ON_ITS_LIST)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    text = models.BinaryField()


class LegalAdvice(Fact):
    """Legal advice about the child, and what was written for it."""

    HANDLING = handling.Fields(episode="child", privilege="text", also=ON_ITS_LIST)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    text = models.BinaryField()


class Reader(Fact):
    """Somebody on the list of those who read a child's sources, or the advice about them."""

    HANDLING = handling.Fields(
        episode="child of ended_at",
        staff="practitioner ended_by",
        also="Nobody: read to know who may read.",
    )
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    of = Coded()
    practitioner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = (
            one_of("of", Protected),
            paired("ended"),
            models.UniqueConstraint(
                fields=("child", "of", "practitioner"),
                condition=models.Q(ended_at__isnull=True),
                name="reader_once_of_a_child",
            ),
        )
