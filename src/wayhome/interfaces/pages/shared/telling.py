"""Telling the journey what a form says, once, and showing what the journey answers on the form."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest

from wayhome.interfaces.pages.shared import forms, presenters, viewing
from wayhome.journey import acting, episode_closed
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
        for line in lines_of(problem):
            form.add_error(None, line)
        return
    for found in problem.problems:
        field = found.field if found.field in form.fields else None
        form.add_error(field, presenters.said(found.message))


def lines_of(problem: Exception) -> list[str]:
    """What the journey says is in the way, line by line, in the reader's language."""
    if isinstance(problem, acting.Contradiction):
        return [presenters.said(found.message) for found in problem.problems]
    if isinstance(problem, episode_closed.NotYet):
        undone = [presenters.said(blocker.reason) for blocker in problem.blockers]
        return [presenters.said(episode_closed.NOT_YET), *undone]
    return [presenters.said(str(problem))]


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
