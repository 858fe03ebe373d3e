"""The pages of the five moments that end an absence, each with its own owner.

A death ends it too, as a return does, on a page of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from wayhome.interfaces.pages.found import forms, presenters
from wayhome.interfaces.pages.shared import desk, showing, telling, viewing
from wayhome.journey import acting, child_located, child_returned, child_seen, records_ended
from wayhome.rules import access, told
from wayhome.rules.vocabulary import FoundBy, PreventionMode, ReturnedTo


@dataclass(frozen=True, slots=True)
class Moment:
    """One of the five moments: who may record it, what is asked, and the step it takes."""

    deed: access.Deed
    form: Any
    answers: Callable[[Any], dict[str, Any]]
    step: Callable[..., acting.Outcome]
    done: str


def _located(form: Any) -> dict[str, Any]:
    answers = form.cleaned_data
    return {
        "said": told.Located(
            answers["at"], answers["place"], FoundBy(answers["found_by"]), answers["circumstances"]
        )
    }


def _returned(form: Any) -> dict[str, Any]:
    answers = form.cleaned_data
    return {
        "said": told.Returned(
            answers["at"],
            ReturnedTo(answers["to"]),
            answers["circumstances"],
            FoundBy(answers.get("found_by") or FoundBy.NOT_KNOWN),
        )
    }


def _died(form: Any) -> dict[str, Any]:
    answers = form.cleaned_data
    return {"said": told.Returned(answers["at"], ReturnedTo.DIED, answers["circumstances"])}


def _seen(form: Any) -> dict[str, Any]:
    answers = form.cleaned_data
    return {
        "said": told.PreventionInterview(
            at=answers["at"],
            mode=PreventionMode(answers["mode"]),
            present=answers["present"],
            seen_alone=form.was_seen_alone,
            harm=tuple(answers["harm"]),
            harm_detail=answers["harm_detail"],
            account=answers["account"],
            referrals=answers["referrals"],
        )
    }


def _summary(form: Any) -> dict[str, Any]:
    return {"summary": form.cleaned_data["summary"]}


MOMENTS: dict[str, Moment] = {
    "located": Moment(
        access.Deed.RECORD_LOCATED,
        forms.LocatedForm,
        _located,
        child_located.record,
        gettext_noop("It is recorded that the child is located."),
    ),
    "returned": Moment(
        access.Deed.RECORD_RETURN,
        forms.ReturnedForm,
        _returned,
        child_returned.record,
        gettext_noop("The end of the absence is recorded."),
    ),
    "died": Moment(
        access.Deed.RECORD_RETURN,
        forms.DiedForm,
        _died,
        child_returned.record,
        gettext_noop("It is recorded that the child has died."),
    ),
    "seen": Moment(
        access.Deed.RECORD_PREVENTION_INTERVIEW,
        forms.SeenForm,
        _seen,
        child_seen.record,
        gettext_noop("The prevention interview is recorded."),
    ),
    "police_record": Moment(
        access.Deed.CLOSE_POLICE_RECORD,
        forms.PoliceRecordForm,
        _summary,
        records_ended.close_police_record,
        gettext_noop("The police record is closed. The episode is still open."),
    ),
    "finalise": Moment(
        access.Deed.FINALISE,
        forms.FinaliseForm,
        _summary,
        records_ended.finalise,
        gettext_noop("The council’s record is finalised."),
    ),
}


@require_http_methods(["GET", "POST"])
@viewing.signed_in
def record(request: HttpRequest, reference: str, name: str) -> HttpResponseBase:
    """The page of one of the five moments."""
    moment = MOMENTS[name]
    here = desk.open_episode(request, reference, moment.deed)
    form = _form(request, here, moment)
    if form.is_valid() and _told(request, form, here, moment):
        messages.success(request, _(moment.done))
        return redirect(here.back)
    shown = {"form": form, "shown": presenters.page(here, name), "back": here.back}
    return showing.page(request, "pages/found/moment.html", shown)


def _form(request: HttpRequest, here: desk.Desk, moment: Moment) -> Any:
    sent = request.POST if request.method == "POST" else None
    more = {}
    if moment.form is forms.ReturnedForm:
        more["was_located"] = here.whole.account.located is not None
    return moment.form(sent, now=here.now, **more)


def _told(request: HttpRequest, form: Any, here: desk.Desk, moment: Moment) -> bool:
    outcome = telling.tell(
        request,
        form,
        lambda: moment.step(here.episode_id, **moment.answers(form), by=here.viewer, now=here.now),
    )
    return outcome is not None
