"""What the five pages of an absence's end show: what each moment starts, and the five ends."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from wayhome.interfaces.pages.shared import desk, parts, presenters
from wayhome.interfaces.pages.shared.addresses import reverse
from wayhome.rules import reasons, redaction, vocabulary
from wayhome.stages.found import queries as found

CORRECTED = {"located": "located", "returned": "returned", "died": "returned", "seen": "seen"}


@dataclass(frozen=True, slots=True)
class Page:
    """One of the five pages, in words."""

    title: str
    heading: desk.Heading
    starts: list[str]
    submit: str
    ends: list[parts.Ending]
    recorded: list[parts.Fact]
    note: str = ""
    correct: parts.Link | None = None
    withdraw: parts.Link | None = None
    instead: parts.Link | None = None


def titles() -> dict[str, str]:
    """The heading of each page, by its name."""
    return {
        "located": _("Record that the child is located"),
        "returned": _("Record the child’s return"),
        "died": _("Record that the child has died"),
        "seen": _("Record the prevention interview"),
        "police_record": _("Close the police record"),
        "finalise": _("Finalise the council’s record"),
    }


def starts() -> dict[str, list[str]]:
    """What recording each moment does, in sentences."""
    return {
        "located": [
            _("Everybody with a part in this episode is told where things stand."),
            _("Police have a set time to see the child."),
            _(
                "The child is not yet back: the episode stays open, and the 72 hours start only "
                "at the return."
            ),
        ],
        "returned": [
            _("The 72 hours to offer a return home interview start at the time you give here."),
            _("Police have a set time to see the child."),
            _("The search ends, and everybody with a part in this episode is told."),
        ],
        "died": [
            _("The search ends, and everybody with a part in this episode is told."),
            _("No return home interview is offered, and police are not asked to see the child."),
            _("The police record and the council’s record can then be ended. Nobody has to hurry."),
        ],
        "seen": [
            _("This is how police make sure the child is well and has not been harmed."),
            _(
                "It does not take the place of the return home interview, which somebody "
                "independent offers."
            ),
            _("The children’s services can read it today."),
        ],
        "police_record": [
            _("This closes the force’s own record only. The episode stays open."),
            _("It can be closed once the child is back and police have seen them."),
        ],
        "finalise": [
            _("This finalises the responsible council’s own record only."),
            _("It can be finalised once the return home interview is settled."),
        ],
    }


def submits() -> dict[str, str]:
    """The words of each page's button."""
    return {
        "located": _("Record that the child is located"),
        "returned": _("Record the return"),
        "died": _("Record the death"),
        "seen": _("Record the prevention interview"),
        "police_record": _("Close the police record"),
        "finalise": _("Finalise the record"),
    }


def page(here: desk.Desk, name: str) -> Page:
    """Everything one of the five pages shows besides its questions."""
    return Page(
        title=titles()[name],
        heading=desk.heading(here),
        starts=starts()[name],
        submit=submits()[name],
        ends=ends(here),
        recorded=_recorded(here, name),
        note=_note(here, name),
        correct=_where(here, name, "correct", _("Correct this")),
        withdraw=_where(here, name, "withdraw", _("It did not happen: withdraw this")),
        instead=_instead(here, name),
    )


def ends(here: desk.Desk) -> list[parts.Ending]:
    """The five ends of the episode, each with its owner and when it came."""
    account = here.whole.account
    return [
        _ending(here, _("Located"), _("police or carer"), account.located),
        _ending(here, _("Returned"), _("carer"), account.returned),
        _ending(here, _("Seen by police"), _("police"), account.seen_by_police),
        _ending(here, _("Police record closed"), _("police"), account.police_closed),
        _ending(here, _("Council record finalised"), _("council"), account.finalised),
    ]


def _ending(here: desk.Desk, name: str, owner: str, moment: Any) -> parts.Ending:
    when = presenters.moment(moment.at, now=here.now) if moment else ""
    return parts.Ending(name, owner, when)


def _note(here: desk.Desk, name: str) -> str:
    if name == "located" and here.whole.account.returned is None:
        return _(
            "If the child is already back, record the return instead: that also records that the "
            "child was located."
        )
    if name == "died":
        return _(
            "We are sorry. Record this only once it is certain, and make sure that the family has "
            "heard it from a person first. You need not do this alone: ask somebody to be with you."
        )
    return ""


def _instead(here: desk.Desk, name: str) -> parts.Link | None:
    """Where a death is recorded: not among the places a child may have returned to."""
    if name != "returned":
        return None
    return parts.Link(_("The child has died"), reverse("died", args=[here.reference]))


def _recorded(here: desk.Desk, name: str) -> list[parts.Fact]:
    """What is recorded of this end, to those who read how children were found."""
    if not here.reads(redaction.Section.FOUND):
        return []
    stage = here.whole.found
    rows: Any = {
        "located": stage.located,
        "returned": stage.returned,
        "died": stage.returned,
        "seen": stage.seen,
        "police_record": stage.police_closed,
        "finalise": stage.finalised,
    }[name]
    row = found.standing(rows)
    if row is None:
        return []
    when = parts.Fact(_("When"), presenters.moment(row.at, now=here.now))
    return [when, *(fact for fact in FACTS[name](row) if fact.text)]


def _where(here: desk.Desk, name: str, verb: str, words: str) -> parts.Link | None:
    """Where the moment that stands is corrected, or withdrawn. The end of a record is not."""
    kind = CORRECTED.get(name)
    row = found.standing(getattr(here.whole.found, kind)) if kind else None
    if row is None or not here.reads(redaction.Section.FOUND):
        return None
    return parts.Link(words, reverse(f"{verb}_{kind}", args=[here.reference, row.id]))


def _located(row: Any) -> list[parts.Fact]:
    return [
        parts.Fact(_("Where"), row.place),
        parts.Fact(_("Found by"), presenters.sentence(vocabulary.FoundBy(row.found_by).label)),
        parts.Fact(_("How the child was"), row.circumstances),
    ]


def _returned(row: Any) -> list[parts.Fact]:
    return [
        parts.Fact(_("Returned to"), presenters.sentence(vocabulary.ReturnedTo(row.to).label)),
        parts.Fact(_("How the child is"), row.circumstances),
    ]


def _seen(row: Any) -> list[parts.Fact]:
    alone = {True: _("Yes"), False: _("No"), None: _("Not known")}[row.seen_alone]
    harm = [presenters.sentence(reasons.Harm(code).label) for code in row.harm]
    mode = presenters.sentence(vocabulary.PreventionMode(row.mode).label)
    return [
        parts.Fact(_("How the child was seen"), mode),
        parts.Fact(_("Who was there"), row.present),
        parts.Fact(_("Spoken to alone"), alone),
        parts.Fact(_("Harm"), "\n".join(harm) or _("None recorded")),
        parts.Fact(_("What happened"), row.harm_detail),
        parts.Fact(_("What the child said"), row.account),
        parts.Fact(_("Asked to help"), row.referrals),
    ]


def _closed(row: Any) -> list[parts.Fact]:
    return [parts.Fact(_("Summary"), row.summary)]


FACTS = {
    "located": _located,
    "returned": _returned,
    "died": _returned,
    "seen": _seen,
    "police_record": _closed,
    "finalise": _closed,
}
