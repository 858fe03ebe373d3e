"""Questions about missing reports and drafts."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from wayhome.platform.gather import Reading, Tables
from wayhome.platform.unknown import NoSuch
from wayhome.records.children import queries as children
from wayhome.records.episodes.models import Episode
from wayhome.records.protection import queries as protection
from wayhome.rules import factors, facts
from wayhome.rules.vocabulary import Channel
from wayhome.stages.intake.models import Draft, MissingReport, ReportAnswer


class NoSuchReport(NoSuch):
    """The viewer's agency made no report that is known by that reference."""


class NoSuchAnswer(NoSuch):
    """No answer of this episode is known by that identifier."""


@dataclass(frozen=True, slots=True)
class Everything:
    """All this stage remembers of one episode."""

    reports: list[MissingReport]
    answers: list[ReportAnswer]


def tables(episode_id: UUID) -> Tables:
    """Every table of this stage, as it is asked about one episode, in the order of `Everything`."""
    return (
        MissingReport.objects.filter(episode_id=episode_id),
        ReportAnswer.objects.filter(
            report_id__in=MissingReport.objects.filter(episode_id=episode_id).values("id")
        ),
    )


def own(viewer: facts.Viewer, reference: str) -> Everything:
    """What the viewer's agency itself reported of one child, by the reference it was answered with.

    Of every record of that full name and date of birth: the agency named the child, and chose no
    record. Newest last, with the answers to the twelve topics as they were given. Of a record
    sealed from them there is nothing, and of a child whom the viewer must not know of, only what
    they reported themselves. Raises NoSuchReport when nothing was reported by that reference.
    """
    known = protection.children(viewer.practitioner_id)
    told = MissingReport.objects.filter(
        reporter_agency_id=viewer.agency_id, episode__child__in=known
    ).exclude(~Q(recorded_by_id=viewer.practitioner_id), episode__child_id__in=viewer.kept_from)
    first = told.select_related("episode").filter(episode__reference=reference).first()
    if first is None:
        raise NoSuchReport(reference)
    named = children.called_the_same(first.episode.child_id, among=known)
    of_child = told.select_related("episode").filter(episode__child_id__in=named)
    reports = list(of_child.order_by("recorded_at", "id"))
    asked = [topic.code for topic in factors.TOPICS]
    answers = ReportAnswer.objects.filter(
        report__in=reports, topic__in=asked, corrects__isnull=True
    )
    return Everything(reports, list(answers.order_by("recorded_at", "id")))


def first_told(
    viewer: facts.Viewer, child_ids: Collection[UUID], *, apart_from: QuerySet[Episode]
) -> MissingReport | None:
    """The first report the viewer's agency made of one of some children, leaving out some episodes.

    With its episode; None for none. An imported record of the past is not counted: nobody was
    answered. Of a child whom the viewer must not know of, only what they reported themselves.
    """
    told = MissingReport.objects.filter(
        reporter_agency_id=viewer.agency_id, episode__child_id__in=child_ids
    ).exclude(~Q(recorded_by_id=viewer.practitioner_id), episode__child_id__in=viewer.kept_from)
    first = told.exclude(channel=Channel.IMPORTED).exclude(episode__in=apart_from)
    return first.select_related("episode").order_by("recorded_at", "id").first()


_READING = Reading(tables)


def everything(episode_id: UUID) -> Everything:
    """The reports of an episode and the answers given with them, by one query."""
    return Everything(*_READING.rows(episode_id)[0])


def answer(episode_id: UUID, answer_id: UUID) -> ReportAnswer:
    """One answer given with a report of this episode, corrected since or not.

    Raises NoSuchAnswer.
    """
    found = ReportAnswer.objects.filter(id=answer_id, report__episode_id=episode_id).first()
    if found is None:
        raise NoSuchAnswer(str(answer_id))
    return found


def is_corrected(answer_id: UUID) -> bool:
    """Whether another answer was recorded in place of this one."""
    return ReportAnswer.objects.filter(corrects_id=answer_id).exists()


def places_missing_from(episode_ids: list[UUID]) -> list[tuple[UUID, str]]:
    """Where the child was last seen, for each report of some episodes."""
    return list(
        MissingReport.objects.filter(episode_id__in=episode_ids)
        .exclude(last_seen_place="")
        .values_list("episode_id", "last_seen_place")
    )


def counted_missing_from(episodes: QuerySet[Episode]) -> list[tuple[str, int]]:
    """In how many of some episodes the child was last seen at each place, the most first."""
    told = MissingReport.objects.filter(episode__in=episodes).exclude(last_seen_place="")
    counted = told.values_list("last_seen_place").annotate(times=Count("episode_id", distinct=True))
    return list(counted.order_by("-times", "last_seen_place"))


def draft(practitioner_id: UUID, form: str) -> dict[str, Any]:
    """What was typed into a form and not yet sent; empty when nothing was."""
    found = Draft.objects.filter(practitioner_id=practitioner_id, form=form).first()
    return dict(found.content) if found else {}
