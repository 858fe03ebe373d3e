"""Doing something: one step of the journey, once for each Idempotency-Key that is given.

The same key with the same content gets the first answer again and records nothing. A missing
report needs a key; elsewhere it is offered, for callers whose connection may be lost.
"""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from wayhome.interfaces.api.v1 import auth, problems, reading
from wayhome.journey.acting import Outcome
from wayhome.platform.submissions import once
from wayhome.rules import moments

KEY = "Idempotency-Key"
KEY_PATTERN = r"^[!-~]{1,100}$"
_KEY = re.compile(KEY_PATTERN)

Step = Callable[..., Outcome]


def on_episode(
    request: HttpRequest, reference: str, step: Step, *given: Any, **named: Any
) -> Outcome:
    """Take a step on the episode of a reference, as the caller, now."""
    episode = reading.episode(request, reference)
    return take(request, step, episode.id, *given, **named)


def take(request: HttpRequest, step: Step, *given: Any, **named: Any) -> Outcome:
    """Take a step as the caller, now; or give the answer its key was given before."""
    caller = auth.caller(request)

    def do() -> Outcome:
        return step(*given, by=caller.viewer, now=caller.now, **named)

    key = key_of(request)
    if key is None:
        return do()
    answer, _again = once.once(
        key,
        practitioner_id=caller.viewer.practitioner_id,
        content=[request.path, given, named],
        at=caller.now,
        do=lambda: _kept(do()),
    )
    return _read(answer)


def key_of(request: HttpRequest) -> str | None:
    """The submission key, or None when none was given. Raises NotUnderstood for a wrong one."""
    key = request.headers.get(KEY)
    if key is not None and not _KEY.fullmatch(key):
        message = _("Give 1 to 100 letters, digits and marks without spaces, such as a UUID.")
        raise problems.NotUnderstood((moments.Problem(KEY, message),))
    return key


def key_needed(request: HttpRequest) -> str:
    """The submission key. Raises NotUnderstood without one."""
    key = key_of(request)
    if key is None:
        message = _(
            "Send a key of your own for this report, and the same one again if you have to repeat "
            "it: then it is made once."
        )
        raise problems.NotUnderstood((moments.Problem(KEY, message),))
    return key


def _kept(outcome: Outcome) -> dict[str, Any]:
    return {
        "reference": outcome.reference,
        "episode_id": str(outcome.episode_id),
        "made_id": str(outcome.made_id) if outcome.made_id else None,
        "warnings": list(outcome.warnings),
    }


def _read(kept: dict[str, Any]) -> Outcome:
    return Outcome(
        kept["reference"],
        UUID(kept["episode_id"]),
        UUID(kept["made_id"]) if kept["made_id"] else None,
        tuple(kept["warnings"]),
    )
