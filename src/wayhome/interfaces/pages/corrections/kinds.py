"""What can be corrected: who may, what is asked, what is known of it, and the step it takes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop

from wayhome.interfaces.pages.corrections import forms
from wayhome.interfaces.pages.found import views as found
from wayhome.interfaces.pages.shared import desk
from wayhome.journey import (
    acting,
    correcting,
    correction_made,
    interview_corrected,
    interview_not_offered,
    words_corrected,
)
from wayhome.rules import access, told
from wayhome.rules.reasons import NotOfferedReason
from wayhome.rules.redaction import Section

ALONE = {True: "yes", False: "no", None: "not_known"}
LOCATED = ("at", "place", "found_by", "circumstances")
SEEN = ("at", "mode", "present", "harm", "harm_detail", "account", "referrals")
SIGHTING = (*("at", "place", "certainty", "source_name", "source_contact", "description", "done"),)
OFFER = ("at", "how", "offered_by_name")
ATTEMPT = ("at", "how", "outcome")
NOT_OFFERED = ("reason", "explanation")
ANSWER = ("answer", "supplied_by", "supplier_contact")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of fact: the deed that records it also corrects it."""

    deed: access.Deed
    section: Section
    title: str
    form: type[forms.CorrectionForm]
    rows: Callable[[desk.Desk], Sequence[Any]]
    recorded: Callable[[desk.Desk, Any], dict[str, Any]]
    step: Callable[[desk.Desk, Any, Any], acting.Outcome]


def _as_is(row: Any, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _returned(here: desk.Desk, row: Any) -> dict[str, Any]:
    """With who found the child, where the return itself was the find."""
    known = _as_is(row, ("at", "to", "circumstances"))
    find = correcting.found_by_returning(here.whole.found)
    return known | {"found_by": find.found_by} if find is not None else known


def _seen(_here: desk.Desk, row: Any) -> dict[str, Any]:
    return {**_as_is(row, SEEN), "seen_alone": ALONE[row.seen_alone]}


def _moment(step: Callable[..., acting.Outcome], answers: Callable[[Any], dict[str, Any]]) -> Any:
    def take(here: desk.Desk, row: Any, form: Any) -> acting.Outcome:
        return step(
            here.episode_id,
            **answers(form),
            why=form.cleaned_data["why"],
            by=here.viewer,
            now=here.now,
            instead_of=row.id,
        )

    return take


def _sighting(here: desk.Desk, row: Any, form: Any) -> acting.Outcome:
    return words_corrected.sighting(
        here.episode_id,
        row.id,
        form.said(),
        why=form.cleaned_data["why"],
        by=here.viewer,
        now=here.now,
    )


def _answer(here: desk.Desk, row: Any, form: Any) -> acting.Outcome:
    return words_corrected.answer(
        here.episode_id,
        row.id,
        form.said(row.topic),
        why=form.cleaned_data["why"],
        by=here.viewer,
        now=here.now,
    )


def _offer(here: desk.Desk, row: Any, form: Any) -> acting.Outcome:
    answers = form.cleaned_data
    said = told.Offer(answers["at"], answers["how"], answers["offered_by_name"])
    return interview_corrected.offer(
        here.episode_id, row.id, said, why=answers["why"], by=here.viewer, now=here.now
    )


def _offer_answer(here: desk.Desk, row: Any, form: Any) -> acting.Outcome:
    return interview_corrected.answer(
        here.episode_id,
        row.id,
        form.said(),
        why=form.cleaned_data["why"],
        by=here.viewer,
        now=here.now,
    )


def _attempt(here: desk.Desk, row: Any, form: Any) -> acting.Outcome:
    answers = form.cleaned_data
    said = told.Attempt(answers["at"], answers["how"], answers["outcome"])
    return interview_corrected.attempt(
        here.episode_id, row.id, said, why=answers["why"], by=here.viewer, now=here.now
    )


def _not_offered(here: desk.Desk, row: Any, form: Any) -> acting.Outcome:
    answers = form.cleaned_data
    said = told.NotOffered(NotOfferedReason(answers["reason"]), answers["explanation"])
    return interview_not_offered.corrected(
        here.episode_id,
        said,
        why=answers["why"],
        by=here.viewer,
        now=here.now,
        instead_of=row.id,
    )


KINDS: dict[str, Kind] = {
    "located": Kind(
        access.Deed.RECORD_LOCATED,
        Section.FOUND,
        gettext_noop("Correct how the child was located"),
        forms.LocatedForm,
        lambda here: here.whole.found.located,
        lambda _here, row: _as_is(row, LOCATED),
        _moment(correction_made.located, found.MOMENTS["located"].answers),
    ),
    "returned": Kind(
        access.Deed.RECORD_RETURN,
        Section.FOUND,
        gettext_noop("Correct the child’s return"),
        forms.ReturnedForm,
        lambda here: here.whole.found.returned,
        _returned,
        _moment(correction_made.returned, found.MOMENTS["returned"].answers),
    ),
    "seen": Kind(
        access.Deed.RECORD_PREVENTION_INTERVIEW,
        Section.FOUND,
        gettext_noop("Correct the prevention interview"),
        forms.SeenForm,
        lambda here: here.whole.found.seen,
        _seen,
        _moment(correction_made.seen, found.MOMENTS["seen"].answers),
    ),
    "sighting": Kind(
        access.Deed.RECORD_SIGHTING,
        Section.SEARCH,
        gettext_noop("Correct a sighting"),
        forms.SightingForm,
        lambda here: here.whole.search.sightings,
        lambda _here, row: _as_is(row, SIGHTING),
        _sighting,
    ),
    "answer": Kind(
        access.Deed.REPORT,
        Section.REPORT,
        gettext_noop("Correct an answer"),
        forms.AnswerForm,
        lambda here: here.whole.intake.answers,
        lambda _here, row: _as_is(row, ANSWER),
        _answer,
    ),
    "offer": Kind(
        access.Deed.OFFER_INTERVIEW,
        Section.INTERVIEW_OFFERS,
        gettext_noop("Correct an offer of an interview"),
        forms.OfferForm,
        lambda here: here.whole.interviews.offers,
        lambda _here, row: _as_is(row, OFFER),
        _offer,
    ),
    "offer_answer": Kind(
        access.Deed.OFFER_INTERVIEW,
        Section.INTERVIEW_OFFERS,
        gettext_noop("Correct the child’s answer"),
        forms.OfferAnswerForm,
        lambda here: here.whole.interviews.offers,
        lambda _here, row: {
            "answer": row.answer,
            "reason": row.decline_reason,
            "words": row.decline_words,
        },
        _offer_answer,
    ),
    "attempt": Kind(
        access.Deed.OFFER_INTERVIEW,
        Section.INTERVIEW_OFFERS,
        gettext_noop("Correct a try to reach the child"),
        forms.AttemptForm,
        lambda here: here.whole.interviews.attempts,
        lambda _here, row: _as_is(row, ATTEMPT),
        _attempt,
    ),
    "not_offered": Kind(
        access.Deed.AUTHORISE_NO_OFFER,
        Section.INTERVIEW_OFFERS,
        gettext_noop("Correct why no interview was offered"),
        forms.NotOfferedForm,
        lambda here: here.whole.interviews.not_offered,
        lambda _here, row: _as_is(row, NOT_OFFERED),
        _not_offered,
    ),
}
