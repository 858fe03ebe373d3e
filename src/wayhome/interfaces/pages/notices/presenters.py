"""Notices in words: what it is about, how long it has waited, and who has it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wayhome.interfaces.pages.shared import naming, parts, presenters, saying
from wayhome.interfaces.pages.shared.addresses import reverse
from wayhome.journey import notice_answered
from wayhome.rules.vocabulary import DutyKind, EpisodeState, NoticeReason


def waiting(notice: Any, *, episode: Any, child: Any, now: datetime) -> parts.Notice:
    """A notice that nobody has acknowledged, in a list."""
    return parts.Notice(
        title=title(notice),
        when=_sent(
            presenters.from_now(notice.recorded_at, now=now),
            presenters.due(notice.acknowledge_by, now=now),
        ),
        text=_text(notice, episode),
        standing=standing(notice, now=now),
        key=str(notice.id),
        who="" if notice.reason in NAMES_NOBODY else who(child, now=now),
        episode=parts.Link(_("Read the notice"), reverse("notice", args=[notice.id])),
        risk=None if notice.reason in APART else presenters.risk(episode.level),
    )


@saying.once_in_each_language
def _sent(ago: str, due: str) -> str:
    return _("Sent %(ago)s. Answer %(due)s.") % {"ago": ago, "due": due}


# Of a file of records, or of support asked of a post: nothing is said of how an episode stands.
APART = {NoticeReason.PAST_REVIEW, *notice_answered.TO_A_POST_ALONE}

# Whoever answers for somebody who looked in an emergency is not told at whom: the child is named
# where the look is reviewed.
NAMES_NOBODY = {NoticeReason.PAST_REVIEW, NoticeReason.BREAK_GLASS}


def _text(notice: Any, episode: Any) -> str:
    """Where things stand, for whoever may know it."""
    if notice.reason == NoticeReason.PAST_REVIEW:
        return _("Records that were labelled absent, or the like, came in with a file.")
    return "" if notice.reason in APART else state(episode)


@saying.one_page()
def listed(notices: Iterable[Any], *, now: datetime) -> list[parts.Notice]:
    """The notices of the list, whether or not somebody has them."""
    return [_listed(notice, now=now) for notice in notices]


def _listed(notice: Any, *, now: datetime) -> parts.Notice:
    shown = waiting(notice, episode=notice.episode, child=notice.episode.child, now=now)
    if notice.acknowledged_at is None:
        return replace(shown, may_decline=notice.declined_at is None)
    had = _("%(name)s has had this since %(moment)s.") % {
        "name": notice.acknowledged_by.name,
        "moment": presenters.moment(notice.acknowledged_at, now=now),
    }
    return replace(shown, when=had, is_waiting=False)


def tab(title: str, waiting: int) -> str:
    """The title of a page with how many notices wait, for a tab that is not looked at."""
    if not waiting:
        return title
    noted = ngettext("%(count)s notice", "%(count)s notices", waiting) % {"count": waiting}
    return f"({noted}) {title}"


KEY = 16  # digits


@dataclass(frozen=True, slots=True)
class ToCheck:
    """Reports that wait to be checked and that nobody has: how many, in words; a key of each.

    A key tells one from another on the page, and nobody which report it is.
    """

    words: str
    keys: list[str]


def to_check(held_ids: Sequence[UUID]) -> ToCheck | None:
    """That reports wait to be checked; None where none does. Nothing of what they say."""
    if not held_ids:
        return None
    words = ngettext(
        "%(count)s report waits to be checked, and nobody has it",
        "%(count)s reports wait to be checked, and nobody has them",
        len(held_ids),
    ) % {"count": len(held_ids)}
    return ToCheck(words, [sha256(held_id.bytes).hexdigest()[:KEY] for held_id in held_ids])


def asks(listed: Iterable[parts.Notice], checks: ToCheck | None) -> str:
    """What waits for somebody, by its name: a screen calls when there is a new one."""
    waiting = [notice.key for notice in listed if notice.is_waiting]
    return " ".join([*waiting, *(checks.keys if checks else ())])


def read(notice: Any, *, names: Mapping[UUID, str], now: datetime) -> parts.Notice:
    """A notice as its own page shows it, with its moments."""
    shown = waiting(notice, episode=notice.episode, child=notice.episode.child, now=now)
    return replace(
        shown,
        when=_("Sent to the %(post)s.")
        % {"post": naming.post(notice.post, notice.post.agency.name)},
        episode=_place(notice),
        history=history(notice, names=names, now=now),
    )


def _place(notice: Any) -> parts.Link:
    """Where what the notice is about is done."""
    if notice.reason == NoticeReason.PAST_REVIEW:
        return parts.Link(_("See the records that wait"), reverse("past_reviews"))
    if notice.reason in {NoticeReason.BREAK_GLASS, NoticeReason.BREAK_GLASS_LATE}:
        return parts.Link(_("See emergency looks"), reverse("emergency_looks"))
    if notice.reason in APART:
        return parts.Link(_("See what is asked of you"), reverse("support_asked"))
    reference = notice.episode.reference
    return parts.Link(
        _("Open the episode %(reference)s") % {"reference": reference},
        reverse("episode", args=[reference]),
    )


def title(notice: Any) -> str:
    """What the notice says happened; of a rung of a ladder, what had waited and for whom."""
    waited = notice.waited
    if waited is None and notice.reason == NoticeReason.DUTY_OVERDUE:
        return _("Overdue: support that was promised")
    if waited is None:
        return presenters.label(NoticeReason(notice.reason))
    post = naming.post_of(waited["post_kind"], waited["post_title"], waited["agency"])
    if "notice" not in waited:
        what = presenters.said(waited.get("step", ""))
        what = what or presenters.label(DutyKind(waited["duty"]))
        return _("Overdue: %(what)s. Owed by the %(post)s") % {"what": what, "post": post}
    what = presenters.label(NoticeReason(waited["notice"]))
    return _("Not acknowledged: %(what)s. Sent to the %(post)s") % {"what": what, "post": post}


def who(child: Any, *, now: datetime) -> str:
    """The child, as a list says whom a notice is about."""
    named = {"name": naming.child(child), "age": naming.age(child, now=now)}
    return _("%(name)s, %(age)s") % named


def state(episode: Any) -> str:
    """Where things stand."""
    return presenters.label(EpisodeState(episode.state))


def standing(notice: Any, *, now: datetime) -> presenters.Tag:
    """Whether somebody has it, and how urgent it is if nobody does."""
    had = notice.acknowledged_at
    return _standing(
        is_had=had is not None,
        is_declined=notice.declined_at is not None,
        is_late=(had or now) > notice.acknowledge_by,
    )


@saying.once_in_each_language
def _standing(*, is_had: bool, is_declined: bool, is_late: bool) -> presenters.Tag:
    if is_had:
        tone = presenters.Tone.WARN if is_late else presenters.Tone.DONE
        return presenters.Tag(_("Somebody has this"), tone)
    if is_declined:
        return presenters.Tag(_("Declined: the next is asked"), presenters.Tone.ALARM)
    if is_late:
        return presenters.Tag(_("Nobody has this: late"), presenters.Tone.ALARM)
    return presenters.Tag(_("Nobody has this yet"), presenters.Tone.WARN)


def history(notice: Any, *, names: Mapping[UUID, str], now: datetime) -> list[str]:
    """The moments of a notice, as far as they have come."""
    said = [(_("Sent %(moment)s."), notice.recorded_at, None)]
    said.append((_("Reached the screen %(moment)s."), notice.delivered_at, None))
    said.append((_("Opened %(moment)s by %(name)s."), notice.opened_at, notice.opened_by_id))
    said.append(
        (
            _("Declined %(moment)s by %(name)s: %(why)s."),
            notice.declined_at,
            notice.declined_by_id,
        )
    )
    said.append(
        (
            _("Acknowledged %(moment)s by %(name)s."),
            notice.acknowledged_at,
            notice.acknowledged_by_id,
        )
    )
    lines = [
        words
        % {
            "moment": presenters.moment(at, now=now),
            "name": names.get(who, "") if who else "",
            "why": presenters.why_declined(notice),
        }
        for words, at, who in said
        if at is not None
    ]
    if notice.acknowledged_at is None:
        lines.append(
            _("To be acknowledged %(due)s.")
            % {"due": presenters.due(notice.acknowledge_by, now=now)}
        )
    return lines
