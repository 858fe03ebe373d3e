"""What was heard in an interview, part by part, and who may read each part.

The interviewer and the coordinator of their agency read all of it. Anybody else reads a part only
while it is released, and only where their agency's part in the episode includes it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from wayhome.interfaces.pages.shared import desk, parts, presenters
from wayhome.interfaces.pages.shared.presenters import Tag, Tone
from wayhome.rules import facts, reasons, redaction
from wayhome.rules.redaction import Section
from wayhome.rules.vocabulary import InterviewPart
from wayhome.stages.interviews import queries as interviews


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an interview, in words, and whether it is released."""

    code: str
    title: str
    tag: Tag
    facts: list[parts.Fact]
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """An interview as one person may read it."""

    title: str
    by: str
    parts: list[Part]


def titles() -> dict[InterviewPart, str]:
    """What each part is called on a page."""
    return {
        InterviewPart.SHAREABLE: _("To be shared"),
        InterviewPart.CONFIDENTIAL: _("Between the child and the interviewer"),
        InterviewPart.INTELLIGENCE: _("For police"),
    }


def who_reads() -> dict[InterviewPart, str]:
    """Who will see each part, in plain words."""
    return {
        InterviewPart.SHAREABLE: _(
            "Once released: police and the councils with a part in this episode. It is shown "
            "beside the next risk assessment."
        ),
        InterviewPart.CONFIDENTIAL: _(
            "Only the interviewer and their service’s coordinator, unless the child agrees and it "
            "is released."
        ),
        InterviewPart.INTELLIGENCE: _(
            "Once released: only the police forces with a part in this episode."
        ),
    }


def reads_all(interview: Any, viewer: facts.Viewer) -> bool:
    """Whether the viewer reads every part of this interview, released or not."""
    return redaction.reads_all(
        viewer, provider_id=interview.provider_id, interviewer_id=interview.interviewer_id
    )


def readable(
    interview: Any, releases: Iterable, *, viewer: facts.Viewer, sections: Collection[Section]
) -> list[InterviewPart]:
    """The parts of an interview that a person whose agency reads these sections may read today.

    `releases` are the decisions as they stand now.
    """
    decided = interviews.released(releases, interview.id)
    allowed = redaction.parts_readable(
        all_of_it=reads_all(interview, viewer),
        released_then=decided,
        released_now=decided,
        sections=sections,
    )
    return [part for part in titles() if part in allowed]


def shown(here: desk.Desk, names: dict) -> list[Heard]:
    """The interviews of this episode, as far as this person may read them."""
    stage = here.whole.interviews
    return [
        heard(
            row,
            [each for each in stage.releases if each.interview_id == row.id],
            here=here,
            by=_by(row, names),
        )
        for row in stage.interviews
    ]


def _by(row: Any, names: dict) -> str:
    """The interviewer, and who entered it where that was somebody else."""
    interviewer = names.get(row.interviewer_id, "")
    if row.recorded_by_id == row.interviewer_id:
        return interviewer
    entered = _("Entered by %(name)s.") % {"name": names.get(row.recorded_by_id, "")}
    return f"{interviewer}. {entered}"


def heard(row: Any, releases: list, *, here: desk.Desk, by: str) -> Heard:
    """One interview with the parts that may be read."""
    may = readable(row, releases, viewer=here.viewer, sections=here.sections)
    return Heard(
        title=_("Heard %(moment)s") % {"moment": presenters.moment(row.held_at, now=here.now)},
        by=by,
        parts=[part(row, releases, code) for code in may],
    )


def part(row: Any, releases: list, code: InterviewPart) -> Part:
    """One part of an interview, in words."""
    newest = [release for release in releases if release.part == code][-1:]
    return Part(
        code=str(code),
        title=titles()[code],
        tag=_tag(newest),
        facts=[fact for fact in facts_of(row, code) if fact.text],
        decision=newest[0].reason if newest else "",
    )


def _tag(newest: list) -> Tag:
    if not newest:
        return Tag(_("Not yet decided"), Tone.WARN)
    if newest[0].released:
        return Tag(_("Released"), Tone.DONE)
    return Tag(_("Held back"), Tone.CALM)


def facts_of(row: Any, code: InterviewPart) -> list[parts.Fact]:
    """What one part of an interview says; empty answers are empty texts."""
    if code is InterviewPart.CONFIDENTIAL:
        return [
            parts.Fact(_("The child’s own words"), row.own_words),
            parts.Fact(_("Asked to be kept"), row.confidential),
        ]
    if code is InterviewPart.INTELLIGENCE:
        return [
            parts.Fact(_("Where, and who with"), row.where_and_with_whom),
            parts.Fact(_("What police should know"), row.intelligence),
        ]
    return [
        parts.Fact(_("What others should know"), row.shareable),
        parts.Fact(_("What would help"), row.would_help),
        parts.Fact(_("Why the child left"), coded(reasons.Push, row.push)),
        parts.Fact(_("Why the child went there"), coded(reasons.Pull, row.pull)),
        parts.Fact(_("Harm"), coded(reasons.Harm, row.harms)),
        parts.Fact(_("The carer’s view"), row.carer_view),
    ]


def coded(words: Any, codes: Iterable[str]) -> str:
    """Coded answers, one a line."""
    return "\n".join(presenters.sentence(words(code).label) for code in codes)
