"""What a caller reads when something is not done: an RFC 9457 problem that says what to do.

Each kind has its own address, so that a program can tell them apart and a person can look one
up. What does not exist and what the caller may not know of are answered by the same bytes.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wayhome.rules import moments

CONTENT_TYPE = "application/problem+json"
ADDRESS = "/api/v1/problems/"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem: its code, its status, its title and what to do about it."""

    code: str
    status: int
    title: str
    what_to_do: str

    @property
    def type(self) -> str:
        """The address that names this kind."""
        return ADDRESS + self.code


BAD_REQUEST = Kind(
    "bad-request",
    400,
    gettext_noop("That could not be read"),
    gettext_noop("Send one JSON object, in UTF-8, with each name once and no NaN or Infinity."),
)
WHO_ARE_YOU = Kind(
    "who-are-you",
    401,
    gettext_noop("Who is asking is not known"),
    gettext_noop(
        "Send a token in the header Authorization: Bearer. Tokens end; ask your agency for a new "
        "one if yours has."
    ),
)
REFUSED = Kind(
    "refused",
    403,
    gettext_noop("You cannot do this"),
    gettext_noop(
        "If a child is in danger now, call 999; otherwise call 101 and give the reference. Police: "
        "call the next post up."
    ),
)
NOT_FOUND = Kind(
    "not-found",
    404,
    gettext_noop("There is nothing here that you can open"),
    gettext_noop("Check the address and the reference; a reference ends in a check character."),
)
NOT_ALLOWED = Kind(
    "not-allowed",
    405,
    gettext_noop("This address does not do that"),
    gettext_noop("Use one of the methods in the Allow header."),
)
NOT_NOW = Kind(
    "not-now",
    409,
    gettext_noop("Not yet"),
    gettext_noop("Nothing was recorded. Read why, do that first, and send it again."),
)
CLOSED = Kind(
    "episode-closed",
    409,
    gettext_noop("The episode is closed"),
    gettext_noop("Nothing was recorded: a closed episode is not changed."),
)
KEY_REUSED = Kind(
    "key-reused",
    409,
    gettext_noop("This key was used for something else"),
    gettext_noop("Make a new Idempotency-Key for each new thing, and repeat it only to retry."),
)
TOO_LARGE = Kind(
    "too-large",
    413,
    gettext_noop("That is too large"),
    gettext_noop("Send less than 2 MB at once."),
)
NOT_UNDERSTOOD = Kind(
    "not-understood",
    422,
    gettext_noop("Something in it needs to be put right"),
    gettext_noop(
        "Nothing was recorded. Put right what is listed under problems and send it again."
    ),
)
TOO_MANY = Kind(
    "too-many",
    429,
    gettext_noop("Too many calls in one minute"),
    gettext_noop(
        "Nothing was recorded. Send it again after the seconds in the Retry-After header, with the "
        "same Idempotency-Key. If a child is in danger now, call 999."
    ),
)
BROKEN = Kind(
    "broken",
    500,
    gettext_noop("Something went wrong here"),
    gettext_noop(
        "It has been written down for us to mend. What you sent may have been recorded: send it "
        "again with the same Idempotency-Key, which does nothing twice. If a child is in danger "
        "now, call 999."
    ),
)
UNAVAILABLE = Kind(
    "unavailable",
    503,
    gettext_noop("The records cannot be reached just now"),
    gettext_noop(
        "Send it again after the seconds in the Retry-After header, with the same "
        "Idempotency-Key, which does nothing twice. If a child is in danger now, call 999."
    ),
)
RETRY_AFTER = 5  # seconds
KINDS: tuple[Kind, ...] = (
    BAD_REQUEST,
    WHO_ARE_YOU,
    REFUSED,
    NOT_FOUND,
    NOT_ALLOWED,
    NOT_NOW,
    CLOSED,
    KEY_REUSED,
    TOO_LARGE,
    NOT_UNDERSTOOD,
    TOO_MANY,
    BROKEN,
    UNAVAILABLE,
)


class NotUnderstood(Exception):
    """What was sent breaks a promise of the documented shape; `problems` say which and how."""

    def __init__(self, problems: Iterable[moments.Problem]) -> None:
        """Keep the problems; the message is their words."""
        self.problems = tuple(problems)
        super().__init__(" ".join(problem.message for problem in self.problems))


class TooMany(Exception):
    """A token or its agency called too often; `wait` is in how many seconds it may again."""

    def __init__(self, wait: int) -> None:
        """Keep the seconds."""
        self.wait = wait
        super().__init__(f"too many calls; again in {wait} s")


def answer(kind: Kind, detail: str = "", *, found: Iterable[moments.Problem] = ()) -> HttpResponse:
    """The problem as it is sent: what happened, what to do, and each thing to put right."""
    what_to_do = _(kind.what_to_do)
    document = {
        "type": kind.type,
        "title": _(kind.title),
        "status": kind.status,
        "detail": f"{_ended(detail)} {what_to_do}" if detail else what_to_do,
        "problems": [asdict(problem) for problem in found],
    }
    response = HttpResponse(json.dumps(document), content_type=CONTENT_TYPE, status=kind.status)
    if kind is WHO_ARE_YOU:
        response.headers["WWW-Authenticate"] = 'Bearer realm="Wayhome"'
    if kind is UNAVAILABLE:
        response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def not_found(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's own signature
    """The answer for every address below /api/v1 that there is not."""
    return answer(NOT_FOUND)


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."
