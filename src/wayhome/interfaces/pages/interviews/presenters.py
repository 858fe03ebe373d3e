"""What one episode's interview page shows: its clocks, events, what was heard, and what next."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from wayhome.interfaces.pages.interviews import heard
from wayhome.interfaces.pages.shared import desk, parts, presenters
from wayhome.interfaces.pages.shared.presenters import Tag, Tone
from wayhome.records.agencies import queries as agencies
from wayhome.rules import access, clocks, episode_state, interviews, reasons
from wayhome.rules.vocabulary import DutyKind, Jurisdiction, OfferAnswer
from wayhome.stages.interviews import queries as interviews_stage
from wayhome.stages.response import queries as response

CORRECTED_BY = {
    "offer": access.Deed.OFFER_INTERVIEW,
    "offer_answer": access.Deed.OFFER_INTERVIEW,
    "attempt": access.Deed.OFFER_INTERVIEW,
    "not_offered": access.Deed.AUTHORISE_NO_OFFER,
}
ANSWERS = {
    OfferAnswer.ACCEPTED: Tone.DONE,
    OfferAnswer.DECLINED: Tone.WARN,
    OfferAnswer.NO_ANSWER: Tone.NOTE,
}


@dataclass(frozen=True, slots=True)
class Page:
    """The page of the interview of one episode."""

    heading: desk.Heading
    title: str
    lead: str
    duties: list[parts.Duty]
    events: list[parts.TimelineEntry]
    heard: list[heard.Heard]
    actions: list[parts.Link]


def name_of_interview(here: desk.Desk) -> str:
    """What the interview is called in this nation."""
    return presenters.sentence(interviews.NAMING[here.whole.agreed.jurisdiction].name)


def page(here: desk.Desk) -> Page:
    """Everything about the return home interview that this person may read."""
    names = _names(here)
    return Page(
        heading=desk.heading(here),
        title=name_of_interview(here),
        lead=_lead(here),
        duties=_duties(here),
        events=_events(here, names),
        heard=heard.shown(here, names),
        actions=_actions(here),
    )


def _names(here: desk.Desk) -> dict:
    stage = here.whole.interviews
    people = [row.recorded_by_id for rows in _rows(stage) for row in rows]
    people += [row.interviewer_id for row in stage.interviews]
    people += [row.answered_by_id for row in stage.offers if row.answered_at]
    asked: list[Any] = [*stage.referrals, *stage.offers, *stage.interviews]
    bodies = [row.provider_id for row in asked]
    return {**desk.names_of(here, *people), **agencies.names(bodies)}


def _rows(stage: Any) -> tuple:
    return (
        stage.referrals,
        stage.offers,
        stage.attempts,
        stage.not_offered,
        stage.interviews,
        stage.releases,
    )


def _lead(here: desk.Desk) -> str:
    account = here.whole.account
    if episode_state.ended_without_return(account):
        return _("This absence ended without a return, so no interview is owed.")
    if account.returned is None:
        return _("The 72 hours to offer an interview start when the child’s return is recorded.")
    back = presenters.moment(account.returned.at, now=here.now)
    due = clocks.interview_offer_due(account.returned.at)
    if account.offers or episode_state.interview_is_settled(account):
        return _("Back %(moment)s.") % {"moment": back}
    words = (
        _("Back %(moment)s. An interview is to be offered %(due)s.")
        if here.whole.agreed.jurisdiction is Jurisdiction.ENGLAND
        else _("Back %(moment)s. As good practice, a talk is offered %(due)s.")
    )
    return words % {"moment": back, "due": presenters.due(due, now=here.now)}


def _duties(here: desk.Desk) -> list[parts.Duty]:
    posts = desk.posts_here(here)
    kinds = set(response.INTERVIEW_DUTIES)
    return [
        _duty(here, row, posts.get(row.owner_post_id, ""))
        for row in here.whole.response.duties
        if row.kind in kinds and row.declined_at is None
    ]


def _duty(here: desk.Desk, row: Any, owner: str) -> parts.Duty:
    known = response.as_duty(row)
    stopped = known.met_at or known.declined_at
    when = (
        presenters.done(stopped, due_at=known.due_at, now=here.now)
        if stopped
        else presenters.due(known.due_at, now=here.now)
    )
    return parts.Duty(
        title=presenters.sentence(DutyKind(row.kind).label),
        owner=owner,
        when=when,
        exact=presenters.exact(known.due_at),
        standing=presenters.standing(clocks.standing(known, now=here.now)),
        reason=presenters.said(row.declined_reason),
    )


def _events(here: desk.Desk, names: dict) -> list[parts.TimelineEntry]:
    stage = here.whole.interviews
    standing = [row for row, _first in interviews_stage.standing(stage.offers)]
    events = [
        *(_referred(here, row, names) for row in stage.referrals),
        *(_offered(here, row, names) for row in standing),
        *(_tried(here, row, names) for row in interviews_stage.standing_attempts(stage.attempts)),
        *(_answered(here, row, names) for row in standing if row.answered_at),
        *(_not_offered(here, row, names) for row in stage.not_offered[-1:]),
        *(_held(here, row, names) for row in stage.interviews),
    ]
    return [entry for _at, entry in sorted(events, key=lambda event: event[0])]


def _entry(here: desk.Desk, at: datetime, title: str, **more: Any) -> tuple:
    made = parts.TimelineEntry(
        when=presenters.moment(at, now=here.now),
        exact=presenters.exact(at),
        iso=at.isoformat(),
        title=title,
        **more,
    )
    return at, made


def _referred(here: desk.Desk, row: Any, names: dict) -> tuple:
    title = _("%(agency)s asked to offer it") % {"agency": names.get(row.provider_id, "")}
    return _entry(here, row.recorded_at, title, by=names.get(row.recorded_by_id, ""), text=row.note)


def _offered(here: desk.Desk, row: Any, names: dict) -> tuple:
    agency = names.get(row.provider_id, "")
    by = presenters.Person(row.offered_by_name, agency=agency).words
    waits = Tag(_("No answer yet"), Tone.NOTE) if row.answered_at is None else None
    title = _("Offered %(how)s") % {"how": _(row.how) if row.how else ""}
    place = _place_to_correct(here, "offer", row)
    since = _corrected(here, row, names)
    return _entry(here, row.at, title.strip(), by=by, tag=waits, since=since, correct=place)


def _tried(here: desk.Desk, row: Any, names: dict) -> tuple:
    title = _("Tried %(how)s") % {"how": _(row.how) if row.how else ""}
    return _entry(
        here,
        row.at,
        title.strip(),
        by=names.get(row.recorded_by_id, ""),
        text=row.outcome,
        since=_corrected(here, row, names),
        correct=_place_to_correct(here, "attempt", row),
    )


def _answered(here: desk.Desk, row: Any, names: dict) -> tuple:
    answer = OfferAnswer(row.answer)
    said = Tag(presenters.sentence(answer.label), ANSWERS[answer])
    why = (
        presenters.sentence(reasons.DeclineReason(row.decline_reason).label)
        if row.decline_reason
        else ""
    )
    words = _("“%(words)s”") % {"words": row.decline_words} if row.decline_words else ""
    return _entry(
        here,
        row.answered_at,
        _("The child answered"),
        by=names.get(row.answered_by_id, ""),
        text="\n".join(part for part in (why, words) if part),
        tag=said,
        correct=_place_to_correct(here, "offer_answer", row),
    )


def _not_offered(here: desk.Desk, row: Any, names: dict) -> tuple:
    why = presenters.sentence(reasons.NotOfferedReason(row.reason).label)
    by = _("Authorised by %(name)s") % {"name": names.get(row.recorded_by_id, "")}
    if row.withdrawn:
        title = _("To be offered after all")
        return _entry(here, row.recorded_at, title, by=by, text=row.why_corrected)
    return _entry(
        here,
        row.recorded_at,
        _("Not offered"),
        by=by,
        text=f"{why}\n{row.explanation}",
        since=_corrected(here, row, names),
        correct=_place_to_correct(here, "not_offered", row),
    )


def _corrected(here: desk.Desk, row: Any, names: dict) -> str:
    """Who put this right, when and why; empty for what stands as it was first recorded."""
    if row.corrects_id is None:
        return ""
    return _("Corrected %(moment)s by %(name)s: %(why)s") % {
        "moment": presenters.moment(row.recorded_at, now=here.now),
        "name": names.get(row.recorded_by_id, ""),
        "why": row.why_corrected,
    }


def _place_to_correct(here: desk.Desk, name: str, row: Any) -> parts.Link | None:
    if here.whole.episode.owner_post_id is None or not here.may(CORRECTED_BY[name]):
        return None
    return parts.Link(_("Correct this"), reverse(f"correct_{name}", args=[here.reference, row.id]))


def _held(here: desk.Desk, row: Any, names: dict) -> tuple:
    by = names.get(row.interviewer_id, "")
    tag = Tag(_("Held"), Tone.DONE)
    return _entry(here, row.held_at, _("The child was heard"), by=by, tag=tag)


def _actions(here: desk.Desk) -> list[parts.Link]:
    account, reference = here.whole.account, here.reference
    if here.whole.episode.owner_post_id is None or not episode_state.has_returned(account):
        return []  # nobody owns what was imported as over: it is history
    is_settled = episode_state.interview_is_settled(account)
    settled = is_settled and not episode_state.may_still_talk(account)
    accepted = any(offer.answer is OfferAnswer.ACCEPTED for offer in account.offers)
    first = [
        (not row.answered_at, access.Deed.OFFER_INTERVIEW, _answer_link(here, row))
        for row, _first in interviews_stage.standing(here.whole.interviews.offers)
    ]
    rest = [
        (
            not settled,
            access.Deed.REFER_INTERVIEW,
            _link(_("Ask a provider to offer it"), "interview_refer", reference),
        ),
        (
            not settled and not accepted,
            access.Deed.OFFER_INTERVIEW,
            _link(_offer_words(here), "interview_offer", reference),
        ),
        (
            not settled,
            access.Deed.OFFER_INTERVIEW,
            _link(_("Record a try at reaching the child"), "interview_try", reference),
        ),
        (
            account.interview is None,
            access.Deed.HOLD_INTERVIEW,
            _link(_("Record the interview"), "interview_held", reference),
        ),
        (
            not is_settled,
            access.Deed.AUTHORISE_NO_OFFER,
            _link(_("Authorise that none is offered"), "interview_not_offered", reference),
        ),
        (
            account.not_offered is not None,
            access.Deed.AUTHORISE_NO_OFFER,
            _link(_("Offer an interview after all"), "interview_taken_back", reference),
        ),
        (
            _holds_interview(here),
            access.Deed.RELEASE_FINDINGS,
            _link(_("Decide what is released"), "interview_release", reference),
        ),
    ]
    return [link for fits, deed, link in (*first, *rest) if fits and here.may(deed)]


def _holds_interview(here: desk.Desk) -> bool:
    return any(heard.reads_all(row, here.viewer) for row in here.whole.interviews.interviews)


def _offer_words(here: desk.Desk) -> str:
    return _("Record another offer") if here.whole.account.offers else _("Record an offer")


def _answer_link(here: desk.Desk, row: Any) -> parts.Link:
    text = _("Record the answer to the offer of %(moment)s") % {
        "moment": presenters.moment(row.at, now=here.now)
    }
    return parts.Link(text, reverse("interview_answer", args=[here.reference, row.id]))


def _link(text: str, name: str, reference: str) -> parts.Link:
    return parts.Link(text, reverse(name, args=[reference]))
