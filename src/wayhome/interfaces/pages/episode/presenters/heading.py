"""The top of the page: who, how grave and why, where things stand, whose it is."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from wayhome.interfaces.pages.episode.presenters.asked import Asked
from wayhome.interfaces.pages.shared import naming, parts, pictured, presenters, starting
from wayhome.interfaces.pages.shared.addresses import reverse
from wayhome.records.episodes import visibility
from wayhome.rules import access, clocks, files, redaction, risk
from wayhome.rules.vocabulary import DutyKind


@dataclass(frozen=True, slots=True)
class Heading:
    """What must be seen first."""

    name: str
    about: str
    level: presenters.Risk
    state: presenters.Tag
    why: tuple[str, ...]
    facts: tuple[parts.Fact, ...]
    child: parts.Link | None
    more: tuple[parts.Link, ...]
    photograph: pictured.Photograph | None


def heading(asked: Asked, *, child_href: str) -> Heading:
    """The top of the page at the moment shown."""
    child = asked.whole.child.child
    about = [naming.age(child, now=asked.now), _(asked.account.type.label), _away(asked)]
    return Heading(
        name=naming.child(child),
        about=" · ".join(about),
        level=presenters.risk(asked.whole.level),
        state=_state(asked),
        why=_why(asked),
        facts=_facts(asked),
        child=_child(asked, child_href),
        more=_more(asked),
        photograph=_photograph(asked),
    )


def _child(asked: Asked, href: str) -> parts.Link | None:
    """The child's own record, for whoever may open it once they have said why."""
    if not asked.viewer.posts & access.MAY[access.Deed.SEE_CHILD] or _is_over(asked):
        return None
    return parts.Link(_("All about this child"), href)


def _more(asked: Asked) -> tuple[parts.Link, ...]:
    """Where to add a file to an open episode, and where to take the episode out."""
    reference, found = asked.episode.reference, []
    adding = access.decide(
        asked.viewer,
        access.Deed.ADD_FILE,
        parties=asked.parties,
        child_id=asked.episode.child_id,
    ).allowed
    if adding and asked.episode.closed_at is None:
        href = reverse("episode_file_add", args=[reference])
        found.append(parts.Link(_("Add a photograph or document"), href))
    if access.decide(asked.viewer, access.Deed.EXPORT).allowed:
        href = f"{reverse('export_ask')}?what=episode&reference={reference}"
        found.append(parts.Link(_("Take this episode out"), href))
    return tuple(found)


def _photograph(asked: Asked) -> pictured.Photograph | None:
    """The child's photograph while the episode is open; the past is shown without one."""
    if asked.is_past or asked.episode.closed_at is not None:
        return None
    if not asked.sections & set(files.TOLD[files.FileSubject.PHOTOGRAPH].sections):
        return None
    return pictured.newest(asked.episode.child_id, now=asked.now, unsaid=asked.unsaid)


def _is_over(asked: Asked) -> bool:
    """Whether their part ended with the episode, and the child's care names them no more."""
    until = redaction.record_until(
        asked.viewer,
        parties=asked.parties,
        closed_at=asked.episode.closed_at,
        child_id=asked.episode.child_id,
    )
    if until is None:
        return False
    return not visibility.children(asked.viewer).filter(id=asked.episode.child_id).exists()


def _state(asked: Asked) -> presenters.Tag:
    account = asked.account
    tone = presenters.Tone.WARN
    if account.closed is not None:
        tone = presenters.Tone.DONE
    elif account.returned is not None:
        tone = presenters.Tone.NOTE
    return presenters.Tag(presenters.sentence(asked.whole.state.label), tone)


def _away(asked: Asked) -> str:
    account, began = asked.account, asked.episode.absent_from
    ended = account.returned or account.closed
    if ended is None:
        length = presenters.duration(clocks.elapsed(began, until=asked.now))
        return _("away for %(length)s") % {"length": length}
    length = presenters.duration(clocks.elapsed(began, until=max(ended.at, began)))
    return _("was away for %(length)s") % {"length": length}


def _why(asked: Asked) -> tuple[str, ...]:
    """Why this level is in force; the reasons of a side still hidden are not given."""
    account = asked.account
    joint = risk.agreed_joint(account)
    if joint is not None and joint.agreed_at is not None:
        agreed = _("Agreed by police and children’s services %(moment)s.") % {
            "moment": asked.moment(joint.agreed_at)
        }
        if joint.level is asked.whole.level:
            return (agreed,)
        raised = _("Raised since by a newer assessment. Only both sides together can lower it.")
        return (agreed, _raised(asked) or raised)
    if raised := _raised(asked):
        return (raised,)
    if account.assessments:
        return (
            _("The highest of the starting level and what either side has said so far."),
            _("It stands until both sides agree."),
        )
    started = _("The protocol’s starting level, until somebody assesses.")
    unsaid = asked.viewer.held_back(asked.episode.child_id)
    may_know = redaction.child_facts_for(asked.sections, held_back=unsaid)
    reasons = starting.reasons(asked.whole, may_know=may_know)
    return (started, *(f"{reason}." for reason in reasons))


def _raised(asked: Asked) -> str:
    """Whose word raised the level; empty while their judgement is hidden from the viewer."""
    sides = risk.raised_by(asked.account)
    if not sides or not all(asked.sees(side) for side in sides):
        return ""
    said = _("%(side)s said %(level)s; only both together can lower it.")
    if len(sides) > 1:
        said = _("Both sides said %(level)s; only both together can lower it.")
    words = {"side": presenters.sentence(sides[0].label), "level": _(asked.whole.level.label)}
    return said % words


def _facts(asked: Asked) -> tuple[parts.Fact, ...]:
    reads, episode = asked.reads, asked.episode
    shown = [parts.Fact(_("Owner"), _owner(asked))]
    shown.append(parts.Fact(_("Reported"), _with_ago(asked, asked.account.reported_at)))
    if (at := asked.account.last_seen_at) is not None:
        shown.append(parts.Fact(_("Last seen"), _last_seen(asked, at)))
    if review := _review(asked):
        shown.append(parts.Fact(_("Review due"), review))
    shown.append(parts.Fact(_("Reference"), episode.reference))
    if episode.police_reference and reads(redaction.Section.REPORT):
        shown.append(parts.Fact(_("Police reference"), episode.police_reference))
    if episode.label_as_recorded:
        shown.append(parts.Fact(_("Label as recorded"), episode.label_as_recorded))
    return tuple(shown)


def _owner(asked: Asked) -> str:
    owned = asked.whole.response.ownerships
    if not owned:
        return naming.owner(asked.episode)
    post = asked.post(owned[-1].post_id)
    person = asked.name(owned[-1].owner_id).partition(",")[0]
    return f"{person}, {post[:1].lower()}{post[1:]}" if person else post


def _last_seen(asked: Asked, at: datetime) -> str:
    said = _with_ago(asked, at)
    reports = asked.whole.intake.reports
    place = reports[-1].last_seen_place if reports else ""
    return f"{said}, {place}" if place and asked.reads(redaction.Section.REPORT) else said


def _review(asked: Asked) -> str:
    due = [
        duty.due_at
        for duty in asked.account.duties
        if duty.kind is DutyKind.REVIEW and clocks.is_open(duty)
    ]
    reads = asked.reads(redaction.Section.RESPONSE)
    if not (due and reads) or asked.account.closed is not None:
        return ""
    return presenters.due(min(due), now=asked.now)


def _with_ago(asked: Asked, at: datetime) -> str:
    ago = presenters.from_now(at, now=asked.now)
    return f"{asked.moment(at)}, {ago}"
