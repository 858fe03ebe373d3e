"""What was said when the child was reported missing, and what they look like."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from wayhome.interfaces.pages.episode.presenters.asked import Asked
from wayhome.interfaces.pages.shared import parts, presenters
from wayhome.rules import factors, redaction
from wayhome.rules.vocabulary import Channel

QUESTIONS = {
    topic.code: topic.question
    for topic in (*factors.TOPICS, *factors.SAID_OF_CHILD, *factors.SAID_IN_RECORD)
}


@dataclass(frozen=True, slots=True)
class Report:
    """One missing report with its answers."""

    title: str
    source: str
    facts: Sequence[parts.Fact]
    answers: Sequence[parts.Fact]


def shown(asked: Asked) -> list[Report]:
    """Every report of this absence, newest first; empty for an agency that may not read them."""
    if not asked.reads(redaction.Section.REPORT):
        return []
    return [_report(asked, each) for each in reversed(asked.whole.intake.reports)]


def _report(asked: Asked, report: Any) -> Report:
    wrong = {one.corrects_id for one in asked.whole.intake.answers}
    answers = [
        one
        for one in asked.whole.intake.answers
        if one.report_id == report.id and one.id not in wrong
    ]
    reporter = [report.reporter_name, _(report.reporter_relationship), report.reporter_telephone]
    return Report(
        title=_("Another report of the same absence") if report.joined else _("The missing report"),
        source=_("%(channel)s, %(moment)s, taken by %(name)s")
        % {
            "channel": presenters.sentence(Channel(report.channel).label),
            "moment": asked.moment(report.received_at),
            "name": asked.name(report.recorded_by_id),
        },
        facts=[
            parts.Fact(name, text)
            for name, text in (
                (_("Reported by"), ", ".join(part for part in reporter if part)),
                (_("Why they worried"), report.why_worried),
                (_("Last seen"), _last_seen(asked, report)),
                (_("Missing from"), report.missing_from),
                (_("Clothing"), report.clothing),
                (_("Description"), report.description or asked.whole.child.child.description),
                (_("What was tried"), report.tried),
            )
            if text
        ],
        answers=[_answer(asked, one) for one in answers],
    )


def _last_seen(asked: Asked, report: Any) -> str:
    when = asked.moment(report.last_seen_at) if report.last_seen_at else ""
    by = _("by %(name)s") % {"name": report.last_seen_by} if report.last_seen_by else ""
    return ", ".join(part for part in (when, report.last_seen_place, by) if part)


def _answer(asked: Asked, answer: Any) -> parts.Fact:
    source = ", ".join(
        part
        for part in (
            answer.supplied_by,
            answer.supplier_contact,
            asked.moment(answer.learned_at),
            _("corrected") if answer.corrects_id else "",
        )
        if part
    )
    return parts.Fact(_(QUESTIONS.get(answer.topic, answer.topic)), answer.answer, source)
