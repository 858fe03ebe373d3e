"""The sections of one episode, each only as far as the viewer may read it."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from pydantic import BaseModel

from wayhome.interfaces.api.v1.schemas import (
    children,
    episodes,
    found,
    interviews,
    lookups,
    response,
    risk,
    search,
    support,
)
from wayhome.journey import account as accounts
from wayhome.records.agencies import queries as agencies
from wayhome.records.children import queries as child_queries
from wayhome.rules import clocks, facts, london, redaction
from wayhome.rules import risk as risk_rules
from wayhome.rules.redaction import Section
from wayhome.rules.vocabulary import AgencyKind, InterviewPart, Level, ProviderType, Side
from wayhome.stages.found import queries as found_queries
from wayhome.stages.interviews import queries as interview_queries
from wayhome.stages.response import queries as response_queries

Schema = TypeVar("Schema", bound=BaseModel)
SIDE_OF = {AgencyKind.POLICE: Side.POLICE, AgencyKind.LOCAL_AUTHORITY: Side.CHILDRENS_SERVICES}


def each(schema: type[Schema], rows: Sequence[object]) -> list[Schema]:
    """The rows, each as the schema shows it."""
    return [schema.model_validate(row) for row in rows]


def to_ask(agency_ids: Iterable[UUID]) -> list[lookups.AgencyToAsk]:
    """The agencies to telephone, the first of them first."""
    return each(lookups.AgencyToAsk, agencies.in_order(agency_ids))


def one(schema: type[Schema], row: object | None) -> Schema | None:
    """The row as the schema shows it, or None when there is none."""
    return None if row is None else schema.model_validate(row)


def reports(whole: accounts.Whole) -> episodes.Reports:
    """What was said when the child was reported missing."""
    return episodes.Reports(
        reports=each(episodes.Report, whole.intake.reports),
        answers=each(episodes.TopicAnswer, whole.intake.answers),
    )


def hidden_side(whole: accounts.Whole, viewer: facts.Viewer) -> Side | None:
    """The side whose assessments this viewer may not read yet: blind until both are in."""
    if risk_rules.may_see_other_side(whole.agreed, account=whole.account, now=whole.as_of):
        return None
    own = SIDE_OF.get(viewer.agency_kind)
    return next((side for side in Side if side is not own), None)


def risks(whole: accounts.Whole, viewer: facts.Viewer) -> risk.Risk:
    """Everything recorded about risk, blind where it must be."""
    hidden = hidden_side(whole, viewer)
    return risk.Risk(
        assessments=[
            _held_back(row) if row.side == hidden else _assessment(row, whole)
            for row in whole.risk.assessments
        ],
        joint=each(risk.JointAssessment, whole.risk.joint),
        challenges=[_challenge(row, whole) for row in whole.risk.challenges],
    )


def _assessment(row: Any, whole: accounts.Whole) -> risk.Assessment:
    answers = [answer for answer in whole.risk.factors if answer.assessment_id == row.id]
    return risk.Assessment(
        **_who(row),
        held_back=False,
        level=Level(row.level),
        label_as_recorded=row.label_as_recorded,
        reasons=row.reasons,
        would_change=row.would_change,
        factors=each(risk.FactorAnswer, answers),
    )


def _held_back(row: Any) -> risk.Assessment:
    return risk.Assessment(
        **_who(row),
        held_back=True,
        level=None,
        label_as_recorded=None,
        reasons=None,
        would_change=None,
        factors=None,
    )


def _who(row: Any) -> dict[str, Any]:
    names = ("id", "side", "agency_id", "recorded_at", "recorded_by_id")
    return {name: getattr(row, name) for name in names}


def _challenge(row: Any, whole: accounts.Whole) -> risk.Challenge:
    return risk.Challenge(
        id=row.id,
        reason=row.reason,
        opened_at=row.opened_at,
        settled_at=row.settled_at,
        outcome=row.outcome,
        answers=[
            risk.ChallengeAnswer(
                side=Side(answer.side),
                level=Level(answer.level) if answer.level else None,
                answer=answer.answer,
                recorded_at=answer.recorded_at,
                recorded_by_id=answer.recorded_by_id,
            )
            for answer in whole.risk.challenge_answers
            if answer.challenge_id == row.id
        ],
    )


def responses(whole: accounts.Whole) -> response.Response:
    """Everything agreed, owed, told and handed over."""
    stage = whole.response
    return response.Response(
        steps=each(response.Step, stage.steps),
        duties=[duty(row, whole.as_of) for row in stage.duties],
        notices=each(response.Notice, stage.notices),
        handovers=each(response.Handover, stage.handovers),
        ownerships=each(response.Ownership, stage.ownerships),
        reviews=each(response.Review, stage.reviews),
        escalations=each(response.Escalation, stage.escalations),
    )


def duty(row: Any, as_of: Any) -> response.Duty:
    """A duty with where its clock stands."""
    row.standing = clocks.standing(response_queries.as_duty(row), now=as_of)
    return response.Duty.model_validate(row)


def searches(whole: accounts.Whole) -> search.Search:
    """Sightings and hypotheses."""
    return search.Search(
        sightings=each(search.Sighting, whole.search.sightings),
        hypotheses=each(search.Hypothesis, whole.search.hypotheses),
    )


def ends(whole: accounts.Whole) -> found.Ends:
    """The five moments that end an absence, each as it stands."""
    stage = whole.found
    return found.Ends(
        located=one(found.Located, found_queries.standing(stage.located)),
        returned=one(found.Returned, found_queries.standing(stage.returned)),
        prevention_interview=one(found.PreventionInterview, found_queries.standing(stage.seen)),
        police_record_closed=one(found.Ended, found_queries.standing(stage.police_closed)),
        finalised=one(found.Ended, found_queries.standing(stage.finalised)),
        withdrawn=_withdrawn(stage),
    )


def _withdrawn(stage: found_queries.Everything) -> list[found.Withdrawn]:
    kinds: dict[str, list[Any]] = {
        "located": stage.located,
        "returned": stage.returned,
        "prevention_interview": stage.seen,
        "police_record_closed": stage.police_closed,
        "finalised": stage.finalised,
    }
    return [
        found.Withdrawn(
            end=end,
            about=row.corrects_id,
            why=row.why_corrected,
            recorded_at=row.recorded_at,
            recorded_by_id=row.recorded_by_id,
        )
        for end, rows in kinds.items()
        for row in rows
        if row.withdrawn
    ]


def offers(whole: accounts.Whole) -> interviews.Offers:
    """How the return home interview was offered, as it stands."""
    stage = whole.interviews
    standing = [row for row, _first in interview_queries.standing(stage.offers)]
    said = interview_queries.newest_not_offered(stage.not_offered)
    for row in standing:
        row.decline_reason = row.decline_reason or None  # type: ignore[assignment]  # as answered
    return interviews.Offers(
        referrals=each(interviews.Referral, stage.referrals),
        offers=each(interviews.Offer, standing),
        attempts=each(interviews.Attempt, interview_queries.standing_attempts(stage.attempts)),
        not_offered=one(interviews.NotOffered, said if said and not said.withdrawn else None),
    )


def interview(
    whole: accounts.Whole, viewer: facts.Viewer, sections: frozenset[Section]
) -> interviews.Interview | None:
    """The interview, each part for its interviewer or once released; None when none was held."""
    held = next(reversed(whole.interviews.interviews), None)
    if held is None:
        return None
    own = redaction.reads_all(
        viewer, provider_id=held.provider_id, interviewer_id=held.interviewer_id
    )
    decided = [each for each in whole.interviews.releases if each.interview_id == held.id]
    readable = redaction.parts_readable(
        all_of_it=own,
        released_then=interview_queries.released(decided, held.id),
        released_now=interview_queries.released(whole.releases_now, held.id),
        sections=sections,
    )
    may_know = own or Section.INTERVIEW_SHAREABLE in sections
    return interviews.Interview(
        id=held.id,
        held_at=held.held_at,
        provider_id=held.provider_id,
        provider_type=ProviderType(held.provider_type),
        interviewer_id=held.interviewer_id,
        recorded_at=held.recorded_at,
        recorded_by_id=held.recorded_by_id,
        releases=each(interviews.Release, decided if may_know else []),
        **_answers(held, readable),
        **_if(own, held, "place", "present"),
    )


def _answers(held: object, readable: Collection[InterviewPart]) -> dict[str, Any]:
    return {
        name: value
        for part, names in redaction.HEARD_IN.items()
        for name, value in _if(part in readable, held, *names).items()
    }


def _if(allowed: bool, row: object, *names: str) -> dict[str, Any]:  # noqa: FBT001 - read as a sentence
    return {name: getattr(row, name) if allowed else None for name in names}


def supports(whole: accounts.Whole) -> support.Support:
    """Support as it was agreed."""
    stage = whole.support
    return support.Support(
        plan=one(support.Plan, found_queries.standing(stage.plans)),
        plans=each(support.Plan, stage.plans),
        actions=each(support.PlanAction, stage.actions),
        asked=each(support.Asked, stage.asked),
    )


def family(whole: accounts.Whole) -> episodes.Family:
    """Parents and carers, and who has been told."""
    return episodes.Family(
        contacts=each(children.Contact, whole.child.standing_contacts),
        told=each(episodes.response.FamilyTold, whole.response.family_told),
    )


def child(
    known: child_queries.Known, may_know: Collection[str], *, now: datetime
) -> children.Child:
    """The child by the newest of the details known, as far as the viewer may know them."""
    age = risk_rules.age_on(child_queries.facts_of(known), london.day_of(now))
    return children.Child.model_validate(
        _known(known.child, children.Child, may_know=may_know) | {"age": age}
    )


def care(known: child_queries.Known, may_know: Collection[str]) -> children.Arrangement | None:
    """Who cares for the child, as far as the viewer may know it; None where nobody is known to."""
    if known.arrangement is None:
        return None
    return children.Arrangement.model_validate(
        _known(known.arrangement, children.Arrangement, may_know=may_know)
    )


NOT_OF_THE_CHILD = frozenset({"id", "reference", "held_back"})


def _known(row: object, schema: type[BaseModel], *, may_know: Collection[str]) -> dict[str, Any]:
    names = [name for name in schema.model_fields if name != "held_back"]
    held_back = [name for name in names if name not in {*may_know, *NOT_OF_THE_CHILD}]
    shown = {name: getattr(row, name, None) for name in names if name not in held_back}
    return shown | dict.fromkeys(held_back) | {"held_back": held_back}
