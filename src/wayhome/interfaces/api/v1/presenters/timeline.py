"""One timeline of every fact, in the order recorded, as far as the viewer may read it.

What was written into a row later (taken, met, acknowledged…) is an entry of its own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from wayhome.interfaces.api.v1.presenters import episodes as shown
from wayhome.interfaces.api.v1.presenters import sections
from wayhome.interfaces.api.v1.schemas import episodes
from wayhome.journey import account as accounts
from wayhome.rules import facts
from wayhome.rules.redaction import Section


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of entry: its section, where its rows are, and which of their columns it tells."""

    section: Section
    name: str
    stage: str
    rows: str
    at: str = "recorded_at"
    code: str = ""
    by: str = "recorded_by_id"
    is_later: bool = False


def _later(section: Section, name: str, rows: str, verb: str, *, code: str = "") -> Kind:
    """An entry for a moment written into a row after it was recorded."""
    stage, _dot, listed = rows.partition(".")
    return Kind(section, name, stage, listed, f"{verb}_at", code, f"{verb}_by_id", is_later=True)


ANSWERED = "offer_answered"
_S = Section
KINDS: tuple[Kind, ...] = (
    Kind(_S.REPORT, "missing_report", "intake", "reports", "received_at", "channel"),
    Kind(_S.REPORT, "topic_answer", "intake", "answers", "learned_at", "topic"),
    Kind(_S.SUMMARY, "type", "recorded", "types", "at", "type"),
    Kind(_S.SUMMARY, "party", "recorded", "parties", code="capacity"),
    _later(_S.SUMMARY, "party_ended", "recorded.parties", "ended", code="capacity"),
    Kind(_S.RISK, "assessment", "risk", "assessments", code="level"),
    Kind(_S.RISK, "joint_assessment", "risk", "joint", code="level"),
    _later(_S.RISK, "joint_assessment_agreed", "risk.joint", "agreed", code="level"),
    Kind(_S.RISK, "challenge", "risk", "challenges", "opened_at", "reason"),
    _later(_S.RISK, "challenge_settled", "risk.challenges", "settled"),
    Kind(_S.RISK, "challenge_answer", "risk", "challenge_answers", code="level"),
    Kind(_S.RESPONSE, "step", "response", "steps"),
    _later(_S.RESPONSE, "step_taken", "response.steps", "taken"),
    _later(_S.RESPONSE, "step_done", "response.steps", "done"),
    _later(_S.RESPONSE, "step_stood_down", "response.steps", "stood_down"),
    Kind(_S.RESPONSE, "duty", "response", "duties", "started_at", "kind"),
    _later(_S.RESPONSE, "duty_met", "response.duties", "met", code="kind"),
    _later(_S.RESPONSE, "duty_declined", "response.duties", "declined", code="kind"),
    Kind(_S.RESPONSE, "notice", "response", "notices", code="reason"),
    _later(_S.RESPONSE, "notice_delivered", "response.notices", "delivered", code="reason"),
    _later(_S.RESPONSE, "notice_opened", "response.notices", "opened", code="reason"),
    _later(_S.RESPONSE, "notice_declined", "response.notices", "declined", code="declined_kind"),
    _later(_S.RESPONSE, "notice_acknowledged", "response.notices", "acknowledged", code="reason"),
    Kind(_S.RESPONSE, "handover", "response", "handovers"),
    _later(_S.RESPONSE, "handover_accepted", "response.handovers", "accepted"),
    _later(_S.RESPONSE, "handover_declined", "response.handovers", "declined"),
    Kind(_S.RESPONSE, "ownership", "response", "ownerships", "since", "how"),
    Kind(_S.RESPONSE, "review", "response", "reviews", "held_at"),
    Kind(_S.RESPONSE, "escalation", "response", "escalations", "at", "kind"),
    Kind(_S.FAMILY, "family_told", "response", "family_told", "at"),
    _later(_S.FAMILY, "decision_taken_back", "response.family_told", "taken_back"),
    Kind(_S.SEARCH, "sighting", "search", "sightings", "at", "certainty"),
    Kind(_S.SEARCH, "hypothesis", "search", "hypotheses"),
    Kind(_S.FOUND, "located", "found", "located", "at", "found_by"),
    Kind(_S.FOUND, "returned", "found", "returned", "at", "to"),
    Kind(_S.FOUND, "prevention_interview", "found", "seen", "at", "mode"),
    Kind(_S.FOUND, "police_record_closed", "found", "police_closed", "at"),
    Kind(_S.FOUND, "finalised", "found", "finalised", "at"),
    Kind(_S.INTERVIEW_OFFERS, "referral", "interviews", "referrals"),
    Kind(_S.INTERVIEW_OFFERS, "offer", "interviews", "offers", "at", "how"),
    _later(_S.INTERVIEW_OFFERS, ANSWERED, "interviews.offers", "answered", code="answer"),
    Kind(_S.INTERVIEW_OFFERS, "attempt", "interviews", "attempts", "at", "how"),
    Kind(_S.INTERVIEW_OFFERS, "not_offered", "interviews", "not_offered", code="reason"),
    Kind(_S.INTERVIEW_OFFERS, "interview", "interviews", "interviews", "held_at"),
    Kind(_S.INTERVIEW_OFFERS, "release", "interviews", "releases", code="part"),
    Kind(_S.SUPPORT, "support_plan", "support", "plans"),
    _later(_S.SUPPORT, "support_action_done", "support.actions", "done"),
    _later(_S.SUPPORT, "support_action_stood_down", "support.actions", "stood_down"),
    _later(_S.SUPPORT, "we_did", "support.asked", "done"),
)


def entries(
    whole: accounts.Whole, *, viewer: facts.Viewer, may_read: frozenset[Section]
) -> list[episodes.Entry]:
    """The entries the viewer may read, in the order they were recorded."""
    found = [entry for kind in KINDS if kind.section in may_read for entry in _entries(whole, kind)]
    _blind(found, whole, viewer)
    closed = whole.account.closed
    if closed is not None:
        found.append(_closed(closed.at, whole))
    return sorted(found, key=lambda entry: (entry.recorded_at, entry.at))


def _entries(whole: accounts.Whole, kind: Kind) -> Iterator[episodes.Entry]:
    rows = getattr(getattr(whole, kind.stage), kind.rows)
    answers = {row.id: row.answer for row in rows} if kind.name == ANSWERED else {}
    for row in rows:
        at: datetime | None = getattr(row, kind.at)
        if at is not None and not _is_told_before(row, answers):
            yield _entry(row, kind, at)


def _is_told_before(row: Any, answers: Mapping[UUID, str]) -> bool:
    """An offer recorded anew, to correct it, brings its answer with it."""
    return bool(answers) and answers.get(row.corrects_id) == row.answer


def _entry(row: Any, kind: Kind, at: datetime) -> episodes.Entry:
    withdrawn = getattr(row, "withdrawn", False)
    if withdrawn:
        at = row.recorded_at
    recorded = None if kind.is_later else getattr(row, "recorded_at", None)
    return episodes.Entry(
        at=at,
        recorded_at=recorded or at,
        kind=f"{kind.name}_withdrawn" if withdrawn else kind.name,
        section=shown.code(kind.section),
        about=row.id,
        code=getattr(row, kind.code) if kind.code else "",
        by_id=getattr(row, kind.by, None),
    )


def _blind(found: list[episodes.Entry], whole: accounts.Whole, viewer: facts.Viewer) -> None:
    """Take the level out of each assessment the viewer may not read yet."""
    hidden = sections.hidden_side(whole, viewer)
    unread = {row.id for row in whole.risk.assessments if row.side == hidden}
    for entry in found:
        if entry.about in unread:
            entry.code = ""


def _closed(at: datetime, whole: accounts.Whole) -> episodes.Entry:
    return episodes.Entry(
        at=at,
        recorded_at=at,
        kind="closed",
        section=shown.code(Section.SUMMARY),
        about=None,
        code="",
        by_id=whole.episode.closed_by_id,
    )
