"""Telling the journey what a form says, once, and showing what the journey answers on the form."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from wayhome.interfaces.pages.shared import forms
from wayhome.journey import acting
from wayhome.platform.submissions import once
from wayhome.rules import facts


def told(
    form: forms.PlainForm,
    do: Callable[[], acting.Outcome],
    *,
    by: facts.Viewer,
    now: datetime,
) -> bool:
    """Whether the journey took what the form says; if it could not, the form says why.

    The same form sent twice is told once. Nothing is half-written. Refusals and unknown things
    are raised, for the middleware to show, as is KeyUsedForSomethingElse.
    """
    try:
        once.once(
            str(form.cleaned_data["submission_key"]),
            practitioner_id=by.practitioner_id,
            content=[type(form).__name__, sorted(forms.draft_of(form.data).items())],
            at=now,
            do=lambda: _kept(do()),
        )
    except (acting.Contradiction, acting.NotNow, acting.EpisodeIsClosed) as problem:
        show(form, problem)
        return False
    return True


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
    }
