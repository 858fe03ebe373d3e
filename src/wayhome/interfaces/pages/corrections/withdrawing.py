"""The page on which a find, a return or a death recorded by mistake is withdrawn."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from django.views.decorators.http import require_http_methods

from wayhome.interfaces.pages.corrections import kinds, presenters, views
from wayhome.interfaces.pages.response.views import one_of, sent
from wayhome.interfaces.pages.shared import desk, fields, forms, showing, telling, viewing
from wayhome.journey import acting, end_withdrawn

TOLD = gettext_noop("Everybody who was told of it is told that it was a mistake.")
GOES_ON = gettext_noop(
    "The search goes on as if it had never ended: its steps and the assessments that were owed "
    "are asked for again, and both sides are asked to assess again."
)
KEPT = gettext_noop("What was recorded is kept, with your name and your reason beside it.")


@dataclass(frozen=True, slots=True)
class Withdrawing:
    """One kind of end that can be withdrawn: in words, and the step it takes."""

    title: str
    does: tuple[str, ...]
    submit: str
    done: str
    step: Callable[..., acting.Outcome]


WITHDRAWN = {
    "located": Withdrawing(
        gettext_noop("Withdraw: the child was not located"),
        (GOES_ON, gettext_noop("Police are no longer asked to see the child."), TOLD, KEPT),
        gettext_noop("Withdraw it: the search goes on"),
        gettext_noop("It is withdrawn. The search goes on."),
        end_withdrawn.located,
    ),
    "returned": Withdrawing(
        gettext_noop("Withdraw: the child is not back"),
        (
            GOES_ON,
            gettext_noop(
                "No return home interview is owed. A police or council record that was ended "
                "because of this is open again."
            ),
            TOLD,
            gettext_noop("Somebody is asked to tell each parent or carer who was told."),
            KEPT,
        ),
        gettext_noop("Withdraw it: the child is missing"),
        gettext_noop("It is withdrawn. The child is missing, and the search goes on."),
        end_withdrawn.returned,
    ),
    "seen": Withdrawing(
        gettext_noop("Withdraw: police have not seen the child"),
        (
            gettext_noop("Police are asked again to see the child, from when they first were."),
            KEPT,
        ),
        gettext_noop("Withdraw it"),
        gettext_noop("It is withdrawn. Police are asked again to see the child."),
        end_withdrawn.seen,
    ),
}


class WithdrawForm(forms.PlainForm):
    """Why what was recorded did not happen."""

    submission_key = fields.SubmissionKeyField()
    why = fields.LongTextField(
        label=gettext_lazy("What was the mistake, and how do you know?"),
        hint=gettext_lazy("This is shown beside what was recorded first, with your name."),
        max_length=1000,
        rows=3,
    )


@viewing.signed_in
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, reference: str, fact_id: UUID, name: str) -> HttpResponseBase:
    """One end is withdrawn. One that was corrected or withdrawn meanwhile is to be looked at."""
    kind = kinds.KINDS[name]
    what = WITHDRAWN[name]
    here = views.desk_of(request, reference, kind.deed, kind.section)
    rows = kind.rows(here)
    row = one_of(rows, fact_id)
    stands = presenters.standing_of(rows, row)
    if request.method == "GET" and (stands is not row or row.withdrawn):
        messages.warning(request, _("Somebody has changed this already. Look at what stands now."))
        return redirect(here.back)
    form = WithdrawForm(sent(request), now=here.now)
    if form.is_valid() and telling.tell(request, form, lambda: _step(what, here, row.id, form)):
        messages.success(request, _(what.done))
        return redirect(here.back)
    shown = {
        "form": form,
        "shown": presenters.page(here, name, row),
        "title": _(what.title),
        "does": [_(sentence) for sentence in what.does],
        "submit": _(what.submit),
        "back": here.back,
    }
    return showing.page(request, "pages/corrections/withdraw.html", shown)


def _step(what: Withdrawing, here: desk.Desk, fact_id: UUID, form: WithdrawForm) -> acting.Outcome:
    why = form.cleaned_data["why"]
    return what.step(here.episode_id, why=why, by=here.viewer, now=here.now, instead_of=fact_id)
