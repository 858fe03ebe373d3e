"""The address at which a password is set once, on the first day and after one was lost."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from wayhome.interfaces.pages.shared import errors, showing, viewing
from wayhome.interfaces.pages.signing import entering, forms
from wayhome.journey import password_set


@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest, secret: str) -> HttpResponse:
    """Set a password, and go on to the second factor. Opening the address uses nothing up."""
    form = forms.PasswordForm(
        request.POST if request.method == "POST" else None, now=viewing.now(request)
    )
    if form.is_valid():
        password = form.cleaned_data["password"]
        person_id = password_set.by_invitation(secret, password, now=viewing.now(request))
        if person_id is None:
            return _no_longer(request)
        return entering.begin(request, person_id, how=entering.BY_PASSWORD, onward="")
    if not password_set.is_good(secret, now=viewing.now(request)):
        return _no_longer(request)
    return showing.page(request, "pages/signing/welcome.html", {"form": form})


def _no_longer(request: HttpRequest) -> HttpResponse:
    lines = [
        _("An address for setting a password works once, for 15 minutes."),
        _("Ask whoever gave it to you for another."),
    ]
    return errors.problem(
        request, errors.Problem(_("This address no longer works"), lines), code=404
    )
