"""The pages on which what was recorded wrongly is put right; what was recorded first is kept."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods

from wayhome.interfaces.pages.corrections import forms, kinds, presenters
from wayhome.interfaces.pages.response.views import one_of, sent
from wayhome.interfaces.pages.shared import desk, showing, telling, viewing
from wayhome.rules import access
from wayhome.rules.redaction import Section

HELD_BACK = gettext_noop(
    "Your agency's part in this episode does not include what is to be corrected"
)


@viewing.signed_in
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, reference: str, fact_id: UUID, name: str) -> HttpResponseBase:
    """One fact is corrected. One that was corrected meanwhile is to be looked at again."""
    kind = kinds.KINDS[name]
    here = desk_of(request, reference, kind.deed, kind.section)
    rows = kind.rows(here)
    row = one_of(rows, fact_id)
    stands = presenters.standing_of(rows, row)
    if getattr(stands, "withdrawn", False):
        messages.warning(request, _("Somebody has withdrawn this: it did not happen."))
        return redirect(here.back)
    if request.method == "GET" and stands is not row:
        messages.warning(request, _("Somebody has corrected this already. This is what stands."))
        return redirect(presenters.place(here, name, stands))
    form = _form(request, here, kind, row)
    if form.is_valid() and telling.tell(request, form, lambda: kind.step(here, row, form)):
        messages.success(request, _("It is corrected. What was recorded first is kept beside it."))
        return redirect(here.back)
    shown = {"form": form, "shown": presenters.page(here, name, stands), "back": here.back}
    return showing.page(request, "pages/corrections/correct.html", shown)


def desk_of(request: HttpRequest, reference: str, deed: access.Deed, section: Section) -> desk.Desk:
    """The episode, for somebody who may record such a fact and read what is recorded of it."""
    here = desk.open_episode(request, reference, deed, sections=(Section.SUMMARY, section))
    if not here.reads(section):
        raise access.Refused(HELD_BACK)
    return here


def _form(
    request: HttpRequest, here: desk.Desk, kind: kinds.Kind, row: Any
) -> forms.CorrectionForm:
    recorded = kind.recorded(here, row)
    more: dict[str, Any] = {}
    if kind.form is forms.ReturnedForm:
        more["was_located"] = "found_by" not in recorded
    return kind.form(sent(request), now=here.now, initial=recorded, **more)


@viewing.signed_in
@require_GET
def answers(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The answers given with the reports, each with a way to correct it."""
    kind = kinds.KINDS["answer"]
    here = desk_of(request, reference, kind.deed, kind.section)
    shown = {"heading": desk.heading(here), "answers": presenters.answers(here), "back": here.back}
    return render(request, "pages/corrections/answers.html", shown)
