"""On the line of time: reports, answers, types, parts and owners, and the close."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from wayhome.interfaces.pages.episode.presenters import report
from wayhome.interfaces.pages.episode.presenters.asked import Asked
from wayhome.interfaces.pages.episode.presenters.timeline import corrected
from wayhome.interfaces.pages.episode.presenters.timeline.happened import Happened
from wayhome.interfaces.pages.shared import presenters
from wayhome.interfaces.pages.shared.addresses import reverse
from wayhome.rules import factors, redaction
from wayhome.rules.vocabulary import Capacity, EpisodeType

IN_RECORD = frozenset(topic.code for topic in factors.SAID_IN_RECORD)


def reports(asked: Asked) -> Iterator[Happened]:
    """Each missing report, and the answers given with it, by who gave them and when."""
    if not asked.reads(redaction.Section.REPORT):
        yield Happened(
            asked.account.reported_at,
            asked.account.reported_at,
            _("Reported missing"),
            is_unsigned=True,
        )
        return
    for made in asked.whole.intake.reports:
        yield Happened(
            made.received_at,
            made.recorded_at,
            _("Another report of the same absence") if made.joined else _("Reported missing"),
            by=made.recorded_by_id,
            said_by=", ".join(
                part for part in (made.reporter_name, _(made.reporter_relationship)) if part
            ),
            text=made.why_worried,
        )
    rows = asked.whole.intake.answers
    known = corrected.among(asked, "answer", rows)
    for _key, several in groupby(sorted(rows, key=_together), key=_together):
        yield _answers(known, list(several))


def _together(answer: Any) -> tuple:
    """What was answered at once stands in one place; each correction has its own."""
    alone = str(answer.id) if answer.corrects_id else ""
    return answer.learned_at, answer.supplied_by, str(answer.report_id), alone


def _answers(made: corrected.Corrections, answers: list[Any]) -> Happened:
    first = answers[0]
    title = _("The call handler’s questions answered")
    if first.topic in IN_RECORD:
        title = _("What the imported record said")
    wrong = [one for one in answers if not made.stands(one)]
    tag = made.tag(wrong[0], None) if len(wrong) == len(answers) else None
    return Happened(
        first.learned_at,
        first.recorded_at,
        corrected.title(first, _("an answer given with the report"))
        if first.corrects_id
        else title,
        by=first.recorded_by_id,
        said_by=first.supplied_by,
        text="\n".join(f"{_question(one)} {one.answer}" for one in answers),
        tag=tag,
        since="\n".join(f"{_question(one)} {made.since(one)}" for one in wrong),
        correct=_correct(made, answers),
    )


def _question(answer: Any) -> str:
    return _(report.QUESTIONS.get(answer.topic, answer.topic))


def _correct(made: corrected.Corrections, answers: list[Any]) -> str:
    """Where one answer is corrected; of several, where one of them is chosen."""
    if len(answers) == 1:
        return made.place(answers[0])
    if made.may and any(made.stands(one) for one in answers):
        return reverse("correct_answers", args=[made.asked.episode.reference])
    return ""


def types(asked: Asked) -> Iterator[Happened]:
    """Each change of type after the first."""
    for given in asked.whole.recorded.types[1:]:
        yield Happened(
            given.at,
            given.recorded_at,
            _("Type changed to: %(type)s") % {"type": _(EpisodeType(given.type).label)},
            by=given.recorded_by_id,
            text=given.reason if asked.reads(redaction.Section.RESPONSE) else "",
        )


def parts_ended(asked: Asked) -> Iterator[Happened]:
    """Each part that ended because the child's care passed to others."""
    if not asked.reads(redaction.Section.RESPONSE):
        return
    for party in asked.whole.recorded.parties:
        if party.ended_at is not None:
            yield Happened(
                party.ended_at,
                party.ended_at,
                _("No longer has a part: %(agency)s") % {"agency": asked.agency(party.agency_id)},
                by=party.ended_by_id,
                text=presenters.sentence(Capacity(party.capacity).label),
            )


def owners(asked: Asked) -> Iterator[Happened]:
    """Who owned the episode, from when."""
    for owned in asked.whole.response.ownerships:
        yield Happened(
            owned.since,
            owned.recorded_at,
            _("Owned by: %(post)s") % {"post": asked.post(owned.post_id)},
            by=owned.recorded_by_id,
            text=asked.name(owned.owner_id),
        )


def closed(asked: Asked) -> Iterator[Happened]:
    """The close of the episode."""
    end = asked.account.closed
    if end is not None:
        yield Happened(
            end.at,
            end.recorded_at,
            _("Episode closed"),
            by=asked.episode.closed_by_id,
            text=asked.episode.closing_summary if asked.reads(redaction.Section.RESPONSE) else "",
            tag=presenters.Tag(_("Closed"), presenters.Tone.DONE),
        )
