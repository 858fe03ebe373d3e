"""What the measures came to: a counting, and one row for each measure, breakdown and area of it.

A row holds its cells, period by period, as a page shows them: so a page asks for one row. Exact
numbers are for the agency whose area it is; the row for everybody else has them hidden and rounded.
"""

from django.db import models

from wayhome.platform import handling
from wayhome.platform.models import Coded, Record, one_of
from wayhome.records.agencies.models import Agency
from wayhome.rules.breakdowns import Breakdown
from wayhome.rules.disclosure import Audience
from wayhome.rules.measures import AreaKind, Measure

_WHO = "Whoever may see what is measured; exact numbers only in the agency whose area it is."


class Counting(Record):
    """All measures, counted once: as of when, over which extract, and when that was done."""

    HANDLING = handling.Fields(
        episode="id as_of made_at extract",
        publishable="id as_of made_at extract",
        also=_WHO,
        kept="until two later ones are there",
    )
    as_of = models.DateTimeField()
    made_at = models.DateTimeField()
    extract = models.CharField(max_length=64)


class Result(Record):
    """A measure by one breakdown in one area, for one audience.

    `cells` is a list: year, quarter or nought, value, number, whole, children, complete, middle.
    """

    HANDLING = handling.Fields(
        episode="id counting measure breakdown area_kind audience cells",
        staff="area",
        publishable="id counting measure breakdown area_kind area audience cells",
        also=_WHO,
        kept="with its counting",
    )
    counting = models.ForeignKey(Counting, on_delete=models.CASCADE, related_name="results")
    measure = Coded()
    breakdown = Coded()
    area_kind = Coded()
    area = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    audience = Coded()
    cells = models.JSONField()

    class Meta:
        constraints = (
            one_of("measure", Measure),
            one_of("breakdown", Breakdown),
            one_of("area_kind", AreaKind),
            one_of("audience", Audience),
            models.CheckConstraint(
                condition=models.Q(area_kind=AreaKind.EVERYWHERE.value, area__isnull=True)
                | ~models.Q(area_kind=AreaKind.EVERYWHERE.value) & models.Q(area__isnull=False),
                name="result_of_an_area_or_of_everywhere",
            ),
            models.CheckConstraint(
                condition=models.Q(audience=Audience.OTHERS.value) | models.Q(area__isnull=False),
                name="result_exact_only_of_an_area",
            ),
            models.UniqueConstraint(
                fields=("counting", "measure", "breakdown", "area_kind", "area", "audience"),
                nulls_distinct=False,
                name="result_once",
            ),
        )
