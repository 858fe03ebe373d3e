"""Signing in by one's agency's own sign-in."""

import logging

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wayhome.interfaces.pages.shared import viewing
from wayhome.interfaces.pages.signing import entering, places, providing
from wayhome.journey import proof_given
from wayhome.records.factors import queries as factors
from wayhome.records.practitioners import queries as practitioners

BY_PROVIDER = "their agency's sign-in"
NOT_PROVEN = "an agency's sign-in that proves nothing"
NOBODY = "an agency's sign-in of somebody it was not joined to"
log = logging.getLogger(__name__)


@transaction.non_atomic_requests  # nothing is held while another machine is asked
@require_GET
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the agency's own page for signing in."""
    asked_of = _configured(provider_id)
    try:
        return providing.asked(request, asked_of, onward=entering.asked_for(request))
    except providing.NotReached as problem:
        return _not_in(request, asked_of, problem)


@transaction.non_atomic_requests
@require_GET
def back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from there. Who it is must be joined already, and work in that agency."""
    asked_of = _configured(provider_id)
    try:
        proven = providing.proven(request, asked_of)
    except providing.NotProven as problem:
        proof_given.refused(
            NOT_PROVEN,
            place=places.of(request),
            reference=provider_id[:60],
            now=viewing.now(request),
        )
        return _not_in(request, asked_of, problem)
    person_id = factors.bearer_of(provider_id, proven.subject)
    person = practitioners.one(person_id) if person_id else None
    if person is None or person.agency.name != asked_of["agency"]:
        proof_given.refused(
            NOBODY, place=places.of(request), reference=provider_id[:60], now=viewing.now(request)
        )
        messages.warning(
            request,
            _("Nobody here is known by that sign-in. Ask whoever runs Wayhome to join you."),
        )
        return redirect("sign_in")
    if proven.several_factors:
        return entering.let_in(request, person.pk, how=BY_PROVIDER, onward=proven.onward)
    return entering.begin(request, person.pk, how=BY_PROVIDER, onward=proven.onward)


def _configured(provider_id: str) -> providing.Configured:
    found = providing.configured(provider_id)
    if found is None:
        raise Http404
    return found


def _not_in(
    request: HttpRequest, asked_of: providing.Configured, problem: providing.NotProven
) -> HttpResponse:
    log.warning("%s did not sign anybody in: %s", asked_of["id"], type(problem).__name__)
    said = _("%(name)s did not sign you in. Try again, or use another way.")
    messages.warning(request, said % {"name": asked_of["name"]})
    return redirect("sign_in")
