"""On the line of time: reports, answers, types, parts and owners, and the close."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from wayhome.interfaces.pages.episode.presenters import report
from wayhome.interfaces.pages.episode.presenters.asked import Asked
from wayhome.interfaces.pages.episode.presenters.timeline.happened import Happened
from wayhome.interfaces.pages.shared import presenters
from wayhome.rules import redaction
from wayhome.rules.vocabulary import EpisodeType


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
    answers = sorted(asked.whole.intake.answers, key=_together)
    for _key, several in groupby(answers, key=_together):
        yield _answers(list(several))


def _together(answer: Any) -> tuple:
    return answer.learned_at, answer.supplied_by, str(answer.report_id)


def _answers(answers: list[Any]) -> Happened:
    first = answers[0]
    return Happened(
        first.learned_at,
        first.recorded_at,
        _("The call handler’s questions answered"),
        by=first.recorded_by_id,
        said_by=first.supplied_by,
        text="\n".join(
            f"{_(report.QUESTIONS.get(one.topic, one.topic))} {one.answer}" for one in answers
        ),
    )


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
