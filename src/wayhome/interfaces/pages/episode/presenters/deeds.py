"""What the viewer may do next, and who may do the rest. Nothing is offered that is refused."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wayhome.interfaces.pages.episode.presenters.asked import Asked
from wayhome.interfaces.pages.shared import parts, presenters
from wayhome.interfaces.pages.shared.addresses import reverse
from wayhome.journey import answering, duty_answered
from wayhome.rules import access, episode_state, facts, redaction, risk
from wayhome.rules.access import Deed
from wayhome.rules.vocabulary import DutyKind, InterviewPart, PostKind, Side
from wayhome.stages.response import past as past_reviews


@dataclass(frozen=True, slots=True)
class Offer:
    """A deed that may be offered: its words, its page, and whether it makes sense now."""

    words: str
    url_name: str
    deeds: tuple[Deed, ...]
    now: Callable[[Asked], bool]


@dataclass(frozen=True, slots=True)
class Doable:
    """What the viewer may do, and what others may."""

    mine: tuple[parts.Link, ...]
    others: tuple[parts.Fact, ...]


def _is_away(asked: Asked) -> bool:
    return episode_state.is_still_away(asked.account)


def _is_back(asked: Asked) -> bool:
    return asked.account.returned is not None


def _joint_can_be_put(asked: Asked) -> bool:
    return risk.both_in(asked.account) and asked.whole.joint_to_sign is None


def _challenge_is_open(asked: Asked) -> bool:
    return any(challenge.settled_at is None for challenge in asked.whole.risk.challenges)


def _was_asked(asked: Asked) -> bool:
    """Whether the challenge was put to the viewer's post, or to one they stand for."""
    return any(
        _may_answer_for_its_post(asked, duty)
        for duty in asked.whole.response.duties
        if duty.kind == DutyKind.ANSWER_CHALLENGE
    )


def _reads_it_all(asked: Asked) -> bool:
    """Whether the viewer heard the child, or coordinates those who did."""
    return any(
        redaction.reads_all(
            asked.viewer, provider_id=held.provider_id, interviewer_id=held.interviewer_id
        )
        for held in asked.whole.interviews.interviews
    )


def _may_answer_for_its_post(asked: Asked, duty: Any) -> bool:
    """Whether the viewer stands for the post that owes a duty; so too for any other duty."""
    kind = DutyKind(duty.kind)
    if kind is not DutyKind.ANSWER_CHALLENGE and kind not in duty_answered.MET_BY_SAYING_SO:
        return True
    owner = PostKind(asked.posts[duty.owner_post_id].kind)
    return answering.stands_for(duty, owner=owner, agreed=asked.whole.agreed, by=asked.viewer)


def _police_may_see(asked: Asked) -> bool:
    account = asked.account
    return account.seen_by_police is None and bool(account.located or account.returned)


def _interview_goes_on(asked: Asked) -> bool:
    return _is_back(asked) and not episode_state.interview_is_settled(asked.account)


def _owns(asked: Asked) -> bool:
    return asked.episode.owner_agency_id == asked.viewer.agency_id


_INTERVIEW = (Deed.REFER_INTERVIEW, Deed.OFFER_INTERVIEW, Deed.HOLD_INTERVIEW)
OFFERS: tuple[Offer, ...] = (
    Offer(
        gettext_noop("Answer the challenge"),
        "challenge",
        (Deed.ANSWER_CHALLENGE,),
        _challenge_is_open,
    ),
    Offer(
        gettext_noop("Assess the risk"),
        "assess",
        (Deed.ASSESS_FOR_POLICE, Deed.ASSESS_FOR_CHILDRENS_SERVICES),
        lambda _asked: True,
    ),
    Offer(
        gettext_noop("Put a joint level forward"),
        "joint",
        (Deed.ASSESS_FOR_POLICE, Deed.ASSESS_FOR_CHILDRENS_SERVICES),
        _joint_can_be_put,
    ),
    Offer(gettext_noop("Record a sighting"), "sightings", (Deed.RECORD_SIGHTING,), _is_away),
    Offer(gettext_noop("Say where they may be"), "hypotheses", (Deed.RECORD_HYPOTHESIS,), _is_away),
    Offer(
        gettext_noop("Add or finish steps"),
        "steps",
        (Deed.ADD_STEP, Deed.WORK_STEP),
        lambda asked: asked.reads(redaction.Section.RESPONSE),
    ),
    Offer(gettext_noop("Hold a review"), "review", (Deed.REVIEW,), lambda _asked: True),
    Offer(
        gettext_noop("Record that the child is located"),
        "located",
        (Deed.RECORD_LOCATED,),
        lambda asked: asked.account.located is None and _is_away(asked),
    ),
    Offer(gettext_noop("Record the return"), "returned", (Deed.RECORD_RETURN,), _is_away),
    Offer(
        gettext_noop("Record the prevention interview"),
        "seen",
        (Deed.RECORD_PREVENTION_INTERVIEW,),
        _police_may_see,
    ),
    Offer(
        gettext_noop("Arrange the return home interview"),
        "interview",
        _INTERVIEW,
        _interview_goes_on,
    ),
    Offer(
        gettext_noop("Release what the interview found"),
        "interview_release",
        (Deed.RELEASE_FINDINGS,),
        lambda asked: (
            asked.account.interview is not None
            and len(asked.whole.interviews.releases) < len(InterviewPart)
        ),
    ),
    Offer(gettext_noop("Agree support"), "support", (Deed.AGREE_SUPPORT,), _is_back),
    Offer(gettext_noop("Hand the episode over"), "handover", (Deed.HAND_OVER,), _owns),
    Offer(gettext_noop("Change the type"), "change_type", (Deed.CHANGE_TYPE,), lambda _asked: True),
    Offer(
        gettext_noop("Close the police record"),
        "police_record",
        (Deed.CLOSE_POLICE_RECORD,),
        lambda asked: _is_back(asked) and asked.account.police_closed is None,
    ),
    Offer(
        gettext_noop("Finalise the council’s record"),
        "finalise",
        (Deed.FINALISE,),
        lambda asked: _is_back(asked) and asked.account.finalised is None,
    ),
    Offer(gettext_noop("Close the episode"), "close_episode", (Deed.CLOSE,), _is_back),
)
AFTER_CLOSING = frozenset({"interview", "interview_release"})
ONLY_FOR: dict[str, Callable[[Asked], bool]] = {
    "challenge": _was_asked,
    "interview_release": _reads_it_all,
}
PAGE_OF_DUTY: dict[DutyKind, tuple[str, tuple[Deed, ...]]] = {
    DutyKind.REVIEW: ("review", (Deed.REVIEW,)),
    DutyKind.ASSESS_POLICE: ("assess", (Deed.ASSESS_FOR_POLICE,)),
    DutyKind.ASSESS_CHILDRENS_SERVICES: ("assess", (Deed.ASSESS_FOR_CHILDRENS_SERVICES,)),
    DutyKind.AGREE_LEVEL: ("joint", (Deed.ASSESS_FOR_POLICE, Deed.ASSESS_FOR_CHILDRENS_SERVICES)),
    DutyKind.REASSESS: ("assess", (Deed.ASSESS_FOR_POLICE, Deed.ASSESS_FOR_CHILDRENS_SERVICES)),
    DutyKind.ANSWER_CHALLENGE: ("challenge", (Deed.ANSWER_CHALLENGE,)),
    DutyKind.ACCEPT_HANDOVER: ("handover", (Deed.ANSWER_HANDOVER,)),
    DutyKind.PREVENTION_INTERVIEW: ("seen", (Deed.RECORD_PREVENTION_INTERVIEW,)),
    DutyKind.OFFER_INTERVIEW: ("interview", _INTERVIEW),
    DutyKind.SECOND_OFFER: ("interview", _INTERVIEW),
    DutyKind.HOLD_INTERVIEW: ("interview", _INTERVIEW),
    DutyKind.RELEASE_FINDINGS: ("interview_release", (Deed.RELEASE_FINDINGS,)),
    DutyKind.SUPPORT_PLAN: ("support", (Deed.AGREE_SUPPORT,)),
    DutyKind.CLOSE_POLICE_RECORD: ("police_record", (Deed.CLOSE_POLICE_RECORD,)),
    DutyKind.FINALISE_EPISODE: ("finalise", (Deed.FINALISE,)),
}


def doable(asked: Asked) -> Doable:
    """What may be done next; nothing while the past is shown, little once it has closed."""
    if asked.is_past:
        return Doable((), ())
    if asked.episode.closed_at is not None:
        return Doable(tuple(_after_closing(asked)), ())
    sensible = [offer for offer in OFFERS if offer.now(asked)]
    mine = [offer for offer in sensible if _is_mine(asked, offer.url_name, offer.deeds)]
    others = [offer for offer in sensible if offer not in mine]
    links = [_link(asked, offer) for offer in mine]
    return Doable(
        tuple(_to_sign(asked) + links),
        tuple(parts.Fact(_(offer.words), who) for offer in others if (who := _who(asked, offer))),
    )


def goes_on(asked: Asked, deed: Deed) -> bool:
    """Whether this may be done though the episode has closed; not of imported history."""
    is_kept = asked.episode.owner_post_id is not None
    return deed in access.AFTER_CLOSING and is_kept and not asked.is_past


def _after_closing(asked: Asked) -> list[parts.Link]:
    """A child who was not heard may still want to talk; what was heard is still released."""
    may_talk = _is_back(asked) and episode_state.may_still_talk(asked.account)
    return [
        _link(asked, offer)
        for offer in OFFERS
        if offer.url_name in AFTER_CLOSING
        and asked.episode.owner_post_id is not None
        and (may_talk if offer.url_name == "interview" else offer.now(asked))
        and _is_mine(asked, offer.url_name, offer.deeds)
    ]


def _is_mine(asked: Asked, url_name: str, deeds: tuple[Deed, ...]) -> bool:
    """Whether the page of a deed is the viewer's to use: by the access rule and by its own."""
    only_for = ONLY_FOR.get(url_name)
    return may(asked, deeds) and (only_for is None or only_for(asked))


def may(asked: Asked, deeds: tuple[Deed, ...]) -> bool:
    """Whether the access rule allows the viewer any of these."""
    child_id = asked.episode.child_id
    return any(
        access.decide(asked.viewer, deed, parties=asked.parties, child_id=child_id).allowed
        for deed in deeds
    )


def of_duty(asked: Asked, duty: Any) -> parts.Link | None:
    """Where the viewer does this duty, if it is their agency's, they may, and it is open."""
    kind = DutyKind(duty.kind)
    is_open = duty.met_at is None and duty.declined_at is None
    if is_open and duty.key.startswith(past_reviews.KEY):
        return _past_review(asked, duty)
    is_ours = duty.owner_agency_id == asked.viewer.agency_id
    if not (not asked.is_past and is_open and is_ours and _may_answer_for_its_post(asked, duty)):
        return None
    if kind is DutyKind.TELL_FAMILY:
        return _if(asked, (Deed.TELL_FAMILY,), "family", duty.contact_id)
    if kind in duty_answered.MET_BY_SAYING_SO:
        return _if(asked, (Deed.ANSWER_DUTY,), "duty_meet", duty.id)
    url_name, deeds = PAGE_OF_DUTY[kind]
    return _if(asked, deeds, url_name)


def _past_review(asked: Asked, duty: Any) -> parts.Link | None:
    """A record of the past is reviewed though it is closed."""
    owner = PostKind(asked.posts[duty.owner_post_id].kind)
    by = asked.viewer
    if asked.is_past or not answering.stands_for(
        duty, owner=owner, agreed=asked.whole.agreed, by=by
    ):
        return None
    return _if(asked, (Deed.ANSWER_DUTY,), "past_review")


def _if(asked: Asked, deeds: tuple[Deed, ...], url_name: str, *more: Any) -> parts.Link | None:
    if None in more or not _is_mine(asked, url_name, deeds):
        return None
    return parts.Link("", reverse(url_name, args=[asked.episode.reference, *more]))


def _link(asked: Asked, offer: Offer) -> parts.Link:
    return parts.Link(_(offer.words), reverse(offer.url_name, args=[asked.episode.reference]))


def _to_sign(asked: Asked) -> list[parts.Link]:
    """A joint level that waits for the viewer's side comes before everything else."""
    side = access.side_of(asked.viewer)
    if side is None or not may(asked, (access.deed_to_assess(side),)):
        return []
    joint = asked.whole.joint_to_sign
    if joint is None or getattr(joint, f"{Side(side)}_signed_at") is not None:
        return []
    address = reverse("joint_sign", args=[asked.episode.reference, joint.id])
    return [parts.Link(_("Sign the joint level"), address)]


def _who(asked: Asked, offer: Offer) -> str:
    """The agencies whose posts may do this, of those with a part that the viewer may know of."""
    held: dict[Any, list[facts.Party]] = {}
    for party in asked.named_parties:
        held.setdefault(party.agency_id, []).append(party)
    names = {
        post.agency.name
        for post in asked.posts.values()
        if any(
            post.kind in access.MAY[deed] and _has_part(deed, held.get(post.agency_id, []))
            for deed in offer.deeds
        )
    }
    return presenters.listed(sorted(names)) if names else ""


def _has_part(deed: Deed, held: list[facts.Party]) -> bool:
    needed = access.PART_NEEDED.get(deed)
    return any(needed is None or party.capacity in needed for party in held)
