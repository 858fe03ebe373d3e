"""What the page of a correction shows: what stands now, who recorded it, and when."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from wayhome.interfaces.pages.corrections import kinds
from wayhome.interfaces.pages.found import presenters as found
from wayhome.interfaces.pages.shared import desk, parts, presenters
from wayhome.rules import factors, reasons
from wayhome.rules.vocabulary import Certainty, OfferAnswer

QUESTIONS = {topic.code: topic.question for topic in factors.TOPICS}
MOVES_CLOCKS = ("located", "returned", "seen", "offer", "offer_answer")


@dataclass(frozen=True, slots=True)
class Page:
    """One fact to be corrected, in words."""

    heading: desk.Heading
    title: str
    lead: str
    stands: list[parts.Fact]
    action: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer given with a report, and where it is corrected."""

    question: str
    text: str
    source: str
    link: parts.Link


def standing_of(rows: Sequence[Any], row: Any) -> Any:
    """The fact that stands now in place of this one: itself, or its newest correction."""
    corrected_by = {each.corrects_id: each for each in rows if each.corrects_id}
    while row.id in corrected_by:
        row = corrected_by[row.id]
    return row


def place(here: desk.Desk, name: str, row: Any) -> str:
    """The address of the page on which this fact is corrected."""
    return reverse(f"correct_{name}", args=[here.reference, row.id])


def page(here: desk.Desk, name: str, stands: Any) -> Page:
    """Everything the page shows besides its questions."""
    return Page(
        heading=desk.heading(here),
        title=_(kinds.KINDS[name].title),
        lead=_lead(name),
        stands=_facts(here, name, stands),
        action=place(here, name, stands),
    )


def _lead(name: str) -> str:
    kept = _("What was recorded first is kept. Both are shown from now on, with who wrote each.")
    if name not in MOVES_CLOCKS:
        return kept
    counted = (
        _("What was asked for because of the answer falls away, and what is owed is asked for.")
        if name == "offer_answer"
        else _("Each clock that starts or stops at this time is counted again.")
    )
    return f"{kept} {counted}"


def _facts(here: desk.Desk, name: str, row: Any) -> list[parts.Fact]:
    facts = FACTS.get(name)
    shown = facts(here, row) if facts else [_when(here, row), *found.FACTS[name](row)]
    by = parts.Fact(
        _("Recorded"),
        _("%(name)s, %(moment)s")
        % {
            "name": desk.names_of(here, row.recorded_by_id).get(row.recorded_by_id, ""),
            "moment": presenters.moment(row.recorded_at, now=here.now),
        },
    )
    return [fact for fact in (*shown, by) if fact.text]


def _when(here: desk.Desk, row: Any) -> parts.Fact:
    return parts.Fact(_("When"), presenters.moment(row.at, now=here.now))


def _sighting(here: desk.Desk, row: Any) -> list[parts.Fact]:
    return [
        _when(here, row),
        parts.Fact(_("Where"), row.place),
        parts.Fact(_("How sure"), presenters.sentence(Certainty(row.certainty).label)),
        parts.Fact(_("Seen by"), _listed(row.source_name, row.source_contact)),
        parts.Fact(_("What they saw"), row.description),
        parts.Fact(_("What was done"), row.done),
    ]


def _answer(here: desk.Desk, row: Any) -> list[parts.Fact]:
    return [
        parts.Fact(_("Question"), question(row)),
        parts.Fact(_("Answer"), row.answer),
        parts.Fact(_("Said by"), _listed(row.supplied_by, row.supplier_contact)),
        parts.Fact(_("Learned"), presenters.moment(row.learned_at, now=here.now)),
    ]


def _offer(here: desk.Desk, row: Any) -> list[parts.Fact]:
    return [
        _when(here, row),
        parts.Fact(_("How"), _(row.how) if row.how else ""),
        parts.Fact(_("Offered by"), row.offered_by_name),
    ]


def _offer_answer(here: desk.Desk, row: Any) -> list[parts.Fact]:
    why = reasons.DeclineReason(row.decline_reason).label if row.decline_reason else ""
    return [
        *_offer(here, row),
        parts.Fact(_("Answer"), presenters.sentence(OfferAnswer(row.answer).label)),
        parts.Fact(_("Why"), presenters.sentence(why) if why else ""),
        parts.Fact(_("The child’s own words"), row.decline_words),
    ]


def _attempt(here: desk.Desk, row: Any) -> list[parts.Fact]:
    return [
        _when(here, row),
        parts.Fact(_("How"), _(row.how)),
        parts.Fact(_("What happened"), row.outcome),
    ]


def _not_offered(_here: desk.Desk, row: Any) -> list[parts.Fact]:
    return [
        parts.Fact(_("Why"), presenters.sentence(reasons.NotOfferedReason(row.reason).label)),
        parts.Fact(_("Explanation"), row.explanation),
    ]


FACTS: dict[str, Callable[[desk.Desk, Any], list[parts.Fact]]] = {
    "sighting": _sighting,
    "answer": _answer,
    "offer": _offer,
    "offer_answer": _offer_answer,
    "attempt": _attempt,
    "not_offered": _not_offered,
}


def _listed(*words: str) -> str:
    return ", ".join(each for each in words if each)


def question(row: Any) -> str:
    """The question that was answered, in the reader's language."""
    return _(QUESTIONS.get(row.topic, row.topic))


def answers(here: desk.Desk) -> list[Answer]:
    """Every answer that stands, in the order in which it was recorded."""
    rows = here.whole.intake.answers
    return [
        Answer(
            question(row),
            row.answer,
            _listed(row.supplied_by, presenters.moment(row.learned_at, now=here.now)),
            parts.Link(_("Correct this"), place(here, "answer", row)),
        )
        for row in rows
        if standing_of(rows, row) is row
    ]
