"""Files: what each is and tells, who added it, and its bytes, which are kept apart and sealed.

A file is appended. One that replaces another names it; one that was wrong is withdrawn, with who
did so and why, and is shown to nobody after. The name it was sent under is not kept.
"""

from django.conf import settings
from django.db import models

from wayhome.platform import handling
from wayhome.platform.models import Coded, Fact, Record, one_of, paired
from wayhome.records.agencies.models import Agency
from wayhome.records.children.models import Child
from wayhome.records.episodes.models import Episode
from wayhome.rules.files import FileSubject

_BY_SUBJECT = "Whoever reads the section of what the file tells: see rules/files.py."


class File(Fact):
    """One photograph or document."""

    HANDLING = handling.Fields(
        episode="child episode subject media_type size width height digest withdrawn_at "
        "withdrawn_why",
        third_party="title",
        staff="agency withdrawn_by",
        publishable="subject media_type size withdrawn_at",
        also=_BY_SUBJECT,
    )
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="files")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, null=True, related_name="files")
    subject = Coded()
    title = models.CharField(max_length=120, blank=True)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            one_of("subject", FileSubject),
            paired("withdrawn"),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None) | ~models.Q(withdrawn_why=""),
                name="file_withdrawn_has_reason",
            ),
        )
        indexes = (models.Index(fields=("child", "recorded_at"), name="file_by_child"),)


class FileContent(Record):
    """The bytes of a file, sealed."""

    HANDLING = handling.Fields(
        episode="id file",
        intelligence="sealed",
        also=f"{_BY_SUBJECT} It is of the class that is kept closest of those a file may tell.",
    )
    file = models.OneToOneField(File, on_delete=models.PROTECT, related_name="content")
    sealed = models.BinaryField()
