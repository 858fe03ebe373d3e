"""The pages of the return home interview of one episode: one deed a page, and the whole of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods

from wayhome.interfaces.pages.interviews import board as boards
from wayhome.interfaces.pages.interviews import forms, presenters
from wayhome.interfaces.pages.shared import desk, showing, telling, viewing
from wayhome.journey import acting, interview_not_offered, interview_offered
from wayhome.records.agencies import queries as agencies
from wayhome.rules import access, told
from wayhome.rules.reasons import DeclineReason, NotOfferedReason
from wayhome.rules.redaction import Section
from wayhome.rules.vocabulary import AgencyKind, OfferAnswer
from wayhome.stages.interviews import queries as interviews

NOT_YOURS = gettext_noop(
    "Your agency's part in this episode does not include the return home interview"
)


@dataclass(frozen=True, slots=True)
class Deed:
    """One page with one form: who may do it, what is asked, and the step it takes."""

    deed: access.Deed
    title: str
    lead: str
    submit: str
    done: str
    form: Any
    step: Callable[..., acting.Outcome]


@require_GET
@viewing.signed_in
def board(request: HttpRequest) -> HttpResponseBase:
    """Every returned child who waits for something, soonest first."""
    viewer = viewing.viewer(request)
    boards.require(viewer)
    need = request.GET.get("need", "")
    shown = boards.page(
        viewer, need=need, after=request.GET.get("after", ""), now=viewing.now(request)
    )
    token = viewing.log_list_on_screen(request, deed=boards.DEED, child_ids=shown.child_ids)
    context = {
        "shown": shown,
        "empty": boards.none_wait(shown.rows, need),
        "renew": f"{shown.here}&{urlencode({'on_screen': token})}",
    }
    return render(request, "pages/interviews/board.html", context)


@require_GET
@viewing.signed_in
def interview(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The whole of one episode's interview, as far as this person may read it."""
    here = desk.open_episode(
        request,
        reference,
        access.Deed.SEE_EPISODE,
        sections=(Section.INTERVIEW_OFFERS, Section.INTERVIEW_SHAREABLE, Section.INTELLIGENCE),
    )
    if not here.reads(Section.INTERVIEW_OFFERS):
        raise access.Refused(NOT_YOURS)
    shown = {"shown": presenters.page(here), "back": here.back}
    return render(request, "pages/interviews/interview.html", shown)


@require_http_methods(["GET", "POST"])
@viewing.signed_in
def record(
    request: HttpRequest, reference: str, name: str, offer_id: UUID | None = None
) -> HttpResponseBase:
    """A page with one form about the interview."""
    deed = DEEDS[name]
    here = desk.open_episode(request, reference, deed.deed, sections=(Section.INTERVIEW_OFFERS,))
    if offer_id is not None and offer_id not in {row.id for row in here.whole.interviews.offers}:
        raise interviews.NoSuchOffer(str(offer_id))
    form = deed.form(request.POST if request.method == "POST" else None, here)
    page = reverse("interview", args=[here.reference])
    if form.is_valid() and telling.tell(
        request, form, lambda: deed.step(here, form.cleaned_data, offer_id)
    ):
        messages.success(request, _(deed.done))
        return redirect(page)
    shown = {
        "form": form,
        "heading": desk.heading(here),
        "title": _(deed.title),
        "lead": _(deed.lead),
        "submit": _(deed.submit),
        "back": page,
    }
    return showing.page(request, "pages/interviews/record.html", shown)


def _refer_form(sent: Any, here: desk.Desk) -> forms.ReferForm:
    offered = agencies.agencies(AgencyKind.INTERVIEW_PROVIDER)
    providers = [(str(agency.id), agency.name) for agency in offered]
    return forms.ReferForm(sent, now=here.now, providers=providers)


def _refer(here: desk.Desk, answers: dict[str, Any], _offer_id: Any) -> acting.Outcome:
    return interview_offered.refer(
        here.episode_id,
        UUID(answers["provider"]),
        note=answers["note"],
        by=here.viewer,
        now=here.now,
    )


def _offer(here: desk.Desk, answers: dict[str, Any], _offer_id: Any) -> acting.Outcome:
    said = told.Offer(answers["at"], answers["how"], answers["offered_by_name"])
    return interview_offered.offered(here.episode_id, said, by=here.viewer, now=here.now)


def _try(here: desk.Desk, answers: dict[str, Any], _offer_id: Any) -> acting.Outcome:
    said = told.Attempt(answers["at"], answers["how"], answers["outcome"])
    return interview_offered.tried(here.episode_id, said, by=here.viewer, now=here.now)


def _answer(here: desk.Desk, answers: dict[str, Any], offer_id: Any) -> acting.Outcome:
    declined = answers["answer"] == OfferAnswer.DECLINED
    return interview_offered.answered(
        here.episode_id,
        offer_id,
        OfferAnswer(answers["answer"]),
        reason=DeclineReason(answers["reason"]) if declined else None,
        words=answers["words"],
        by=here.viewer,
        now=here.now,
    )


def _not_offered(here: desk.Desk, answers: dict[str, Any], _offer_id: Any) -> acting.Outcome:
    said = told.NotOffered(NotOfferedReason(answers["reason"]), answers["explanation"])
    return interview_not_offered.record(here.episode_id, said, by=here.viewer, now=here.now)


def _taken_back(here: desk.Desk, answers: dict[str, Any], _offer_id: Any) -> acting.Outcome:
    return interview_not_offered.taken_back(
        here.episode_id, why=answers["why"], by=here.viewer, now=here.now
    )


DEEDS: dict[str, Deed] = {
    "interview_refer": Deed(
        access.Deed.REFER_INTERVIEW,
        gettext_noop("Ask a provider to offer the interview"),
        gettext_noop(
            "The provider is told, and from then on can open this episode. Your council stays "
            "responsible for the 72 hours."
        ),
        gettext_noop("Ask this provider"),
        gettext_noop("The provider has been asked and can now open this episode."),
        _refer_form,
        _refer,
    ),
    "interview_offer": Deed(
        access.Deed.OFFER_INTERVIEW,
        gettext_noop("Record an offer of an interview"),
        gettext_noop(
            "Talking is the child’s choice. Say it is not about being in trouble, that they can "
            "choose when and where, and that somebody will listen."
        ),
        gettext_noop("Record the offer"),
        gettext_noop("The offer is recorded."),
        lambda sent, here: forms.OfferForm(sent, now=here.now),
        _offer,
    ),
    "interview_try": Deed(
        access.Deed.OFFER_INTERVIEW,
        gettext_noop("Record a try at reaching the child"),
        gettext_noop("A try is not an offer: the clock runs on until an interview is offered."),
        gettext_noop("Record the try"),
        gettext_noop("The try is recorded."),
        lambda sent, here: forms.TryForm(sent, now=here.now),
        _try,
    ),
    "interview_answer": Deed(
        access.Deed.OFFER_INTERVIEW,
        gettext_noop("Record the child’s answer"),
        gettext_noop(
            "One no never ends it: after a first no, another offer is made within the protocol’s "
            "time."
        ),
        gettext_noop("Record the answer"),
        gettext_noop("The answer is recorded."),
        lambda sent, here: forms.AnswerForm(sent, now=here.now),
        _answer,
    ),
    "interview_not_offered": Deed(
        access.Deed.AUTHORISE_NO_OFFER,
        gettext_noop("Authorise that no interview is offered"),
        gettext_noop(
            "Every child who comes back is owed an offer. How short or how frequent an absence "
            "was is never a reason."
        ),
        gettext_noop("Authorise and record"),
        gettext_noop("It is recorded why no interview was offered, in your name."),
        lambda sent, here: forms.NotOfferedForm(sent, now=here.now),
        _not_offered,
    ),
    "interview_taken_back": Deed(
        access.Deed.AUTHORISE_NO_OFFER,
        gettext_noop("Offer an interview after all"),
        gettext_noop(
            "The child is owed an offer again, counted from the return. What was authorised before "
            "is kept."
        ),
        gettext_noop("Ask for an offer"),
        gettext_noop("An offer is asked for again."),
        lambda sent, here: forms.TakenBackForm(sent, now=here.now),
        _taken_back,
    ),
}
