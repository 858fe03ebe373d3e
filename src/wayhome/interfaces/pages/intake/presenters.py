"""What the person who reported is told: the reference, who acts, what happens now."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from wayhome.interfaces.pages.shared import desk, naming, parts, presenters, starting
from wayhome.journey import report_received
from wayhome.rules import redaction, risk
from wayhome.rules.vocabulary import NoticeReason

SPOKEN = {
    "A": "Alpha",
    "B": "Bravo",
    "C": "Charlie",
    "D": "Delta",
    "E": "Echo",
    "F": "Foxtrot",
    "G": "Golf",
    "H": "Hotel",
    "J": "Juliet",
    "K": "Kilo",
    "M": "Mike",
    "N": "November",
    "P": "Papa",
    "Q": "Quebec",
    "R": "Romeo",
    "S": "Sierra",
    "T": "Tango",
    "U": "Uniform",
    "V": "Victor",
    "W": "Whisky",
    "X": "X-ray",
    "Y": "Yankee",
    "Z": "Zulu",
}


@dataclass(frozen=True, slots=True)
class Received:
    """A report that was received, and what it has set going."""

    reference: str
    spoken: str
    child: str
    warning: str
    level: presenters.Risk
    why: list[str]
    owner: str
    steps: list[parts.Fact]
    review: str
    review_exact: str
    told: list[str]


def received(here: desk.Desk) -> Received:
    """The answer to the newest report that the viewer made of this absence."""
    episode, now = here.whole.episode, here.now
    reads_response = redaction.Section.RESPONSE in here.sections
    return Received(
        reference=episode.reference,
        spoken=spoken(episode.reference),
        child=naming.child(here.whole.child.child),
        warning=_(report_received.ALREADY_REPORTED) if _joined(here) else "",
        level=presenters.risk(here.whole.level),
        why=_why(here),
        owner=desk.post_words(episode.owner_post),
        steps=_steps(here) if reads_response else [],
        review=presenters.moment(episode.review_due_at, now=now) if episode.review_due_at else "",
        review_exact=presenters.exact(episode.review_due_at) if episode.review_due_at else "",
        told=_told(here) if reads_response else [],
    )


def spoken(reference: str) -> str:
    """A reference as it is read aloud, letter by letter: "7 Kilo 3 Mike, Delta 9"."""
    groups = reference.split("-")
    return ", ".join(" ".join(SPOKEN.get(letter, letter) for letter in group) for group in groups)


def _joined(here: desk.Desk) -> bool:
    mine = [
        report
        for report in here.whole.intake.reports
        if report.recorded_by_id == here.viewer.practitioner_id
    ]
    return bool(mine) and mine[-1].joined


def _why(here: desk.Desk) -> list[str]:
    account = here.account
    if risk.agreed_joint(account) is not None:
        return [_("Police and children’s services have agreed this level.")]
    if account.assessments:
        return [_("The higher of what has been judged so far stands until both sides agree.")]
    return starting.reasons(here.whole, may_know=here.may_know) or [
        _("This child starts at %(level)s here until somebody has assessed the risk.")
        % {"level": _(here.whole.level.label)}
    ]


def _steps(here: desk.Desk) -> list[parts.Fact]:
    posts = desk.posts_here(here)
    waiting = [
        step
        for step in here.whole.response.steps
        if step.done_at is None and step.stood_down_at is None
    ]
    return [
        parts.Fact(
            presenters.due(step.due_at, now=here.now),
            presenters.said(step.title),
            posts.get(step.owner_post_id, ""),
        )
        for step in sorted(waiting, key=lambda step: step.due_at)
    ]


def _told(here: desk.Desk) -> list[str]:
    posts = desk.posts_here(here)
    about = (NoticeReason.NEW_EPISODE, NoticeReason.SECOND_REPORT)
    told = [
        posts.get(notice.post_id, "")
        for notice in here.whole.response.notices
        if notice.reason in about
    ]
    return list(dict.fromkeys(post for post in told if post))
