"""Telling the journey what a form says, once, and showing what the journey answers on the form."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from wayhome.interfaces.pages.shared import forms, viewing
from wayhome.journey import acting
from wayhome.platform.submissions import once


def tell(
    request: HttpRequest, form: forms.PlainForm, do: Callable[[], acting.Outcome]
) -> acting.Outcome | None:
    """What came of it, or None when the journey could not take it: the form then says why.

    The same form sent twice is told once; the second time gets the same answer. Nothing is
    half-written. Refusals and unknown things are raised, for the middleware to show, as is
    KeyUsedForSomethingElse.
    """
    try:
        answer, _again = once.once(
            str(form.cleaned_data["submission_key"]),
            practitioner_id=viewing.viewer(request).practitioner_id,
            content=[request.path, sorted(forms.draft_of(request.POST).items())],
            at=viewing.now(request),
            do=lambda: _kept(do()),
        )
    except (acting.Contradiction, acting.NotNow, acting.EpisodeIsClosed) as problem:
        show(form, problem)
        return None
    return _again_as_given(answer)


def show(form: forms.PlainForm, problem: Exception) -> None:
    """Put what the journey found wrong beside the answer it is about, or at the top."""
    if not isinstance(problem, acting.Contradiction):
        form.add_error(None, _(str(problem)))
        return
    for found in problem.problems:
        field = found.field if found.field in form.fields else None
        form.add_error(field, _(found.message))


def _kept(outcome: acting.Outcome) -> dict[str, object]:
    return {
        "reference": outcome.reference,
        "episode_id": str(outcome.episode_id),
        "made_id": str(outcome.made_id) if outcome.made_id else None,
        "warnings": list(outcome.warnings),
    }


def _again_as_given(answer: dict) -> acting.Outcome:
    return acting.Outcome(
        reference=answer["reference"],
        episode_id=UUID(answer["episode_id"]),
        made_id=UUID(answer["made_id"]) if answer["made_id"] else None,
        warnings=tuple(answer["warnings"]),
    )
