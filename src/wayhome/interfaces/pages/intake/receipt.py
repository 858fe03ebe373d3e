"""What an agency reads back of its own reports, where nothing else of the child is told.

After a report that named the child in full, somebody whose agency had nothing to do with the
child before reads the same, whether the child is known here to others or to nobody.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.translation import gettext as _

from wayhome.interfaces.pages.intake import presenters as received
from wayhome.interfaces.pages.shared import parts, presenters, viewing
from wayhome.journey import own_reports, report_received
from wayhome.platform import references
from wayhome.records.children import queries as children
from wayhome.records.episodes import visibility
from wayhome.rules import access, factors, matching
from wayhome.stages.intake import queries as intake

if TYPE_CHECKING:
    from datetime import datetime

    from wayhome.stages.intake.models import MissingReport, ReportAnswer

QUESTIONS = {topic.code: topic.question for topic in factors.TOPICS}


@dataclass(frozen=True, slots=True)
class Said:
    """One report of the viewer's own agency: when it was made, and what it said."""

    when: str
    facts: list[parts.Fact]


@dataclass(frozen=True, slots=True)
class Receipt:
    """That a report was received, and what the agency said, newest first."""

    reference: str
    spoken: str
    warning: str
    said: list[Said]


def of(request: HttpRequest, written: str) -> Receipt | None:
    """The receipt of the viewer's agency for a reference; None where more than that is told."""
    viewer, reference = viewing.viewer(request), references.read(written) or ""
    if not access.decide(viewer, access.Deed.READ_OWN_REPORT).allowed:
        return None
    try:
        made = own_reports.read_back(reference, by=viewer)
    except intake.NoSuchReport:
        return None
    newest = made.reports[-1]
    ids = {report.episode_id for report in made.reports}
    seen = visibility.episodes(viewer).filter(id__in=ids)
    if seen.filter(reference=reference).exists() and not _made_the_record(newest):
        return None
    apart = set(seen.values_list("id", flat=True))
    is_again = sum(report.episode_id not in apart for report in made.reports) > 1
    viewing.log_look(request, deed=access.Deed.READ_OWN_REPORT, child_id=newest.episode.child_id)
    now = viewing.now(request)
    return Receipt(
        reference,
        received.spoken(reference),
        _(report_received.ALREADY_REPORTED) if is_again else "",
        [_said(each, made.answers, now=now) for each in reversed(made.reports)],
    )


def _made_the_record(report: "MissingReport") -> bool:
    """Whether this report made the record of a child it named in full."""
    child = report.episode.child
    is_first = child.recorded_at == report.recorded_at
    return is_first and matching.is_whole(children.identity_of(child))


def _said(report: "MissingReport", answers: "list[ReportAnswer]", *, now: "datetime") -> Said:
    seen = presenters.moment(report.last_seen_at, now=now) if report.last_seen_at else ""
    told = [
        (_("Reported by"), report.reporter_name, report.reporter_telephone),
        (_("Why they worried"), report.why_worried),
        (_("Last seen"), seen, report.last_seen_place, report.last_seen_by),
        (_("Missing from"), report.missing_from),
        (_("Clothing"), report.clothing),
        (_("Description"), report.description),
        (_("What was tried"), report.tried),
    ]
    facts = [parts.Fact(name, ", ".join(word for word in words if word)) for name, *words in told]
    facts += [
        parts.Fact(_(QUESTIONS[one.topic]), one.answer)
        for one in answers
        if one.report_id == report.id
    ]
    return Said(
        presenters.moment(report.received_at, now=now), [fact for fact in facts if fact.text]
    )
