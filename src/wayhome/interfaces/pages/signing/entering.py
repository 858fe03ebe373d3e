"""The last step in, by whatever was proved: one place, so that nothing of it is forgotten."""

from uuid import UUID

from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from wayhome.interfaces.pages.shared import idling, proving, signed_in, unsent, viewing
from wayhome.interfaces.pages.signing import known, places
from wayhome.journey import proof_given
from wayhome.platform.row_security import transactions
from wayhome.records.factors import queries as factors
from wayhome.records.practitioners import queries as practitioners
from wayhome.records.practitioners import viewers
from wayhome.rules import facts

BACKEND = "django.contrib.auth.backends.ModelBackend"
BY_PASSWORD = "a password"  # noqa: S105 - words of the ledger
CLOSED = "the account is closed"


def begin(request: HttpRequest, practitioner_id: UUID, *, how: str, onward: str) -> HttpResponse:
    """A part was proved: on to the second, or to setting one up where there is none."""
    now = viewing.now(request)
    proving.begin(request, practitioner_id, how=how, onward=onward, now=now)
    has_one = factors.has_any(practitioner_id)
    return redirect("sign_in_code" if has_one else "sign_in_set_up")


def let_in(
    request: HttpRequest, practitioner_id: UUID, *, how: str, onward: str = ""
) -> HttpResponse:
    """Begin this person's session under a key nobody can have known, and go where they wanted."""
    viewer = viewer_of(request, practitioner_id)
    person = practitioners.one(practitioner_id)
    if viewer is None or person is None:
        proof_given.refused(CLOSED, place=places.of(request), now=viewing.now(request))
        messages.warning(request, _("You could not be signed in."))
        return redirect("sign_in")
    signed_in.leave(request, now=viewing.now(request))
    with transactions.step():  # when they last signed in is kept with them
        auth.login(request, person, backend=BACKEND)
    proving.prove(request, how=how)
    signed_in.make_known(request, now=viewing.now(request))
    unsent.note(request, practitioner_id, now=viewing.now(request))
    idling.note_use(request, now=viewing.now(request))
    proof_given.let_in(how=how, by=viewer, now=viewing.now(request))
    answer = redirect(onward or reverse("home"))
    known.remember(request, answer, person.get_username())
    return answer


def viewer_of(request: HttpRequest, practitioner_id: UUID) -> facts.Viewer | None:
    """This person as the rules see them now; None where the account is closed."""
    found = viewers.viewer_of(practitioner_id, now=viewing.now(request))
    return found if found is not None and found.active else None


def asked_for(request: HttpRequest) -> str:
    """The page of this site the person was on their way to; empty if there is none."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    here = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if here and wanted.startswith("/") else ""
