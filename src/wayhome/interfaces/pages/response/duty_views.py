"""Duties that are met by saying so, telling the family, and the type of the episode."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wayhome.interfaces.pages.response import forms, owners, presenters
from wayhome.interfaces.pages.response.views import SECTIONS, one_of, pressed, sent
from wayhome.interfaces.pages.shared import desk, showing, telling, viewing
from wayhome.journey import acting, duty_answered, family_told, type_changed
from wayhome.rules import access, redaction
from wayhome.rules.vocabulary import EpisodeType

if TYPE_CHECKING:
    from wayhome.stages.response.models import Duty

Deed = access.Deed


@viewing.signed_in
@require_http_methods(["GET", "POST"])
def duty_meet(request: HttpRequest, reference: str, duty_id: UUID) -> HttpResponseBase:
    """A duty was done."""
    here = desk.open_episode(request, reference, Deed.ANSWER_DUTY, sections=SECTIONS)
    row = _duty_shown(here, duty_id)
    if request.method == "POST":
        return pressed(
            request,
            here,
            lambda: duty_answered.meet(here.episode_id, duty_id, by=here.viewer, now=here.now),
            done=_("Recorded as done."),
            to="episode",
        )
    return _duty(request, here, row, _decline_form(request, here))


@viewing.signed_in
@require_http_methods(["GET", "POST"])
def duty_decline(request: HttpRequest, reference: str, duty_id: UUID) -> HttpResponseBase:
    """A duty will not be done, for a reason."""
    here = desk.open_episode(request, reference, Deed.ANSWER_DUTY, sections=SECTIONS)
    row = _duty_shown(here, duty_id)
    form = _decline_form(request, here)
    if form.is_valid() and telling.tell(
        request,
        form,
        lambda: duty_answered.decline(
            here.episode_id,
            duty_id,
            reason=form.cleaned_data["reason"],
            by=here.viewer,
            now=here.now,
        ),
    ):
        messages.success(request, _("Recorded as not done, with your reason."))
        return redirect(here.back)
    return _duty(request, here, row, form)


def _duty_shown(here: desk.Desk, duty_id: UUID) -> "Duty":
    """A duty the viewer's part reads, or that their own agency has. Raises NoSuchThing."""
    reads_all = redaction.Section.RESPONSE in here.sections
    own = here.viewer.agency_id
    rows = here.whole.response.duties
    return one_of([row for row in rows if reads_all or row.owner_agency_id == own], duty_id)


def _decline_form(request: HttpRequest, here: desk.Desk) -> forms.ReasonForm:
    return forms.ReasonForm(
        sent(request),
        now=here.now,
        label=_("Why will this not be done?"),
        hint=_("The reason is kept and can be read by everybody who has a part."),
    )


def _duty(
    request: HttpRequest, here: desk.Desk, row: "Duty", form: forms.ReasonForm
) -> HttpResponseBase:
    shown = {"form": form, "shown": presenters.duty_page(here, row), "back": here.back}
    return showing.page(request, "pages/response/duty.html", shown)


@viewing.signed_in
@require_http_methods(["GET", "POST"])
def family(request: HttpRequest, reference: str, contact_id: UUID) -> HttpResponseBase:
    """A parent or carer is told; or it is recorded why not."""
    here = desk.open_episode(
        request, reference, Deed.TELL_FAMILY, sections=(*SECTIONS, redaction.Section.FAMILY)
    )
    contact = one_of(here.whole.child.standing_contacts, contact_id)
    shown = owners.family(here, contact)
    form = _family_form(request, here, shown)
    if form.is_valid() and telling.tell(
        request, form, lambda: _record_family(here, contact_id, form)
    ):
        messages.success(request, _("Recorded."))
        return redirect(here.back)
    page = {"form": form, "shown": shown, "back": here.back}
    return showing.page(request, "pages/response/family.html", page)


def _family_form(
    request: HttpRequest, here: desk.Desk, shown: owners.Family
) -> forms.FamilyForm | forms.DecidedForm:
    if shown.decided:
        return forms.DecidedForm(sent(request), now=here.now)
    return forms.FamilyForm(
        sent(request),
        now=here.now,
        is_unsafe=bool(shown.unsafe),
        initial={"reason": shown.unsafe},
    )


def _record_family(
    here: desk.Desk, contact_id: UUID, form: forms.FamilyForm | forms.DecidedForm
) -> acting.Outcome:
    if form.cleaned_data.get("stands") == "no":
        return family_told.may_be_told(
            here.episode_id,
            contact_id,
            reason=form.cleaned_data["reason"],
            by=here.viewer,
            now=here.now,
        )
    if form.cleaned_data.get("was_told", "no") == "no":
        return family_told.not_told(
            here.episode_id,
            contact_id,
            reason=form.cleaned_data["reason"],
            by=here.viewer,
            now=here.now,
        )
    return family_told.told(
        here.episode_id, contact_id, how=form.cleaned_data["how"], by=here.viewer, now=here.now
    )


@viewing.signed_in
@require_http_methods(["GET", "POST"])
def change_type(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The type of the episode changes."""
    here = desk.open_episode(request, reference, Deed.CHANGE_TYPE, sections=SECTIONS)
    form = forms.TypeForm(sent(request), now=here.now, initial={"type": here.account.type})
    if form.is_valid() and telling.tell(
        request,
        form,
        lambda: type_changed.record(
            here.episode_id,
            EpisodeType(form.cleaned_data["type"]),
            reason=form.cleaned_data["reason"],
            by=here.viewer,
            now=here.now,
        ),
    ):
        messages.success(request, _("Recorded. Every duty stays as it was."))
        return redirect(here.back)
    shown = {
        "form": form,
        "heading": desk.heading(here),
        "types": owners.types(here),
        "back": here.back,
    }
    return showing.page(request, "pages/response/type.html", shown)
